"""What readers say under the articles, by the article's slug."""

from backpain.sample.shapes import Said

JESSE, NORA = "jesse-cannone", "nora-whitcombe"

DISCUSSION: dict[str, list[Said]] = {
    "best-back-pain-exercises": [
        Said(
            "Maria R.",
            "I did it the other way round: six months of sit-ups from a video, and a little worse"
            " every week. Then somebody looked at me, told me to stop, and gave me two things to do"
            " instead of ten. It took a month.\n\nHow long should one stop before starting again?",
            1.0,
            mailbox="maria.r@example.org",
            replies=(
                Said(
                    "Jesse Cannone",
                    "Stop the training, not the moving. Walk as much as is comfortable from the"
                    " first day.\n\nI would start again when two things are true: somebody has"
                    " examined you, and an ordinary day no longer makes it worse. For many people"
                    " that is a week or two.",
                    0.9,
                    person=JESSE,
                    replies=(
                        Said(
                            "Maria R.",
                            "> an ordinary day no longer makes it worse\n\nThat is a better rule"
                            " than the calendar on my fridge. And if one exercise helps and the"
                            " other hurts?",
                            0.8,
                            mailbox="maria.r@example.org",
                            replies=(
                                Said(
                                    "Jesse Cannone",
                                    "Keep the first, drop the second, and tell whoever gave it to"
                                    " you. That is useful to know and no failure.",
                                    0.72,
                                    person=JESSE,
                                ),
                            ),
                        ),
                    ),
                ),
                Said(
                    "Tomasz",
                    "Same here, only with toe touches. My physio called it “picking the scab”.",
                    0.6,
                    mailbox="tomasz@example.net",
                ),
            ),
        ),
        Said(
            "Priya",
            "Does this go for pain that shoots down the leg as well? Sitting is the worst, walking"
            " is almost fine.",
            0.55,
            mailbox="priya@example.com",
            replies=(
                Said(
                    "Nora Whitcombe",
                    "Have that examined before any exercise, because a nerve is involved. In the"
                    " meantime walking that is *almost fine* is a good sign: do it little and"
                    " often.\n\nIf the foot gets weak, or you go numb between the legs, do not wait"
                    " for an appointment. “When back pain is an emergency” on this site has the"
                    " list.",
                    0.45,
                    person=NORA,
                ),
            ),
        ),
        Said(
            "Gordon",
            "The bucket and the parcel: I have been blaming a bag of cement since 2019.",
            0.3,
            mailbox="gordon@example.net",
        ),
        Said(
            "Elif",
            "I have one hip higher since I was a child, the left one. Which of the stretches would"
            " be for me, or is it too late at 44?",
            0.21,
            mailbox="elif@example.org",
            status="waiting",
            verdict="missing",
        ),
        Said(
            "Dan",
            "Printed this for my father, who thinks that doctors are for other people. The part"
            " about the tug of war got him. Is there a version in large print?",
            0.08,
            mailbox="dan@example.com",
            status="waiting",
        ),
        Said(
            "Premium Spine Belt",
            "Great article friend!! Doctors HATE this belt, 80% off only today"
            " http://belts.example.com/order http://belts.example.com/deal"
            " http://belts.example.com/now",
            0.25,
            mailbox="sales@example.com",
            status="spam",
            verdict="failed",
        ),
    ],
    "muscle-imbalances": [
        Said(
            "Hanna",
            "I tried the edge of the bed. My right thigh hovers like a drawbridge. Six weeks of one"
            " stretch and one exercise sounds doable, so: the kneeling hip stretch and bridges?",
            8.1,
            mailbox="hanna@example.org",
            replies=(
                Said(
                    "Jesse Cannone",
                    "A sensible pair. Thirty seconds, twice, on the right, and ten slow bridges."
                    " Check the thigh again after six weeks and not every morning: it moves slower"
                    " than your patience.",
                    7.7,
                    person=JESSE,
                    replies=(
                        Said(
                            "Hanna",
                            "Caught. I had already checked twice.",
                            7.4,
                            mailbox="hanna@example.org",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Luis",
            "Thank you for the last section. I was told at a gym that my pelvis is “out” and that I"
            " would need forty sessions. If most people without pain have the same tilt, what is"
            " there to correct?",
            5.2,
            mailbox="luis@example.net",
            replies=(
                Said(
                    "Nora Whitcombe",
                    "Nothing, if it does not bother you. I would still train the muscles that are"
                    " weak, because strong is useful, and leave the angle alone.",
                    4.9,
                    person=NORA,
                    replies=(
                        Said(
                            "Luis",
                            "So:\n\n- strong: yes\n- straight: whatever\n- forty sessions: no",
                            4.6,
                            mailbox="luis@example.net",
                            replies=(
                                Said(
                                    "Petra",
                                    "I am having that embroidered.",
                                    4.1,
                                    mailbox="petra@example.com",
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Sofia",
            "The wall test: my fist fits, but my bottom is also rather large. Does that not change"
            " the gap?",
            0.5,
            mailbox="sofia@example.com",
            status="waiting",
            verdict="unavailable",
        ),
    ],
    "sleeping-with-a-sore-back": [
        Said(
            "Ruth",
            "The log roll. Forty years of getting up like a beetle on its back, and nobody told"
            " me.",
            15.1,
            mailbox="ruth@example.org",
            replies=(
                Said(
                    "Björn",
                    "My wife read this aloud at two in the morning, because I had woken her with"
                    " the turning. The pillow between the knees works. So does being read to.",
                    14.4,
                    mailbox="bjorn@example.net",
                ),
            ),
        ),
        Said(
            "anon",
            "Just get a proper bed you cheapskates, this is nonsense for old people",
            10.3,
            mailbox="anon@example.com",
            status="bin",
        ),
        Said(
            "Ivo",
            "I slept on a folded quilt for three nights as you said, and woke up better. Now I"
            " wonder: would a topper of six centimetres do, or does it have to be a new mattress?",
            1.4,
            mailbox="ivo@example.org",
            status="waiting",
            verdict="expired",
        ),
    ],
    "walking-for-back-pain": [
        Said(
            "Margaret",
            "I am 71 and did week one with a borrowed spaniel. He is at week nine already.",
            21.2,
            mailbox="margaret@example.org",
            replies=(
                Said(
                    "Nora Whitcombe",
                    "Let him. The bench halfway is there for both of you.",
                    20.6,
                    person=NORA,
                    replies=(
                        Said(
                            "Margaret",
                            "We have found a bench with a view of a bakery, which may explain the"
                            " spaniel.",
                            20.1,
                            mailbox="margaret@example.org",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Kofi",
            "After some 400 metres my calves go heavy and I have to lean on something, then it is"
            " gone. I am 66. Do I push through?",
            14.2,
            mailbox="kofi@example.net",
            replies=(
                Said(
                    "Nora Whitcombe",
                    "No, and I am glad that you ask. What you describe may come from a narrow canal"
                    " around the nerves, or from the circulation in the legs. Both can be treated"
                    " and are told apart by an examination, so make an appointment this week.",
                    13.8,
                    person=NORA,
                ),
            ),
        ),
        Said(
            "Anneliese",
            "Twelve weeks done, 41 marks on the calendar. The back still says good morning, but it"
            " no longer shouts.",
            3.3,
            mailbox="anneliese@example.com",
        ),
    ],
    "when-back-pain-is-an-emergency": [
        Said(
            "Dele",
            "My brother had the numbness between the legs and thought that it came from the car"
            " seat. I sent him this page and then sent him a taxi. They operated the same evening,"
            " and he is walking.",
            60.3,
            mailbox="dele@example.org",
            replies=(
                Said(
                    "Nora Whitcombe",
                    "Thank you for telling us, and for the taxi. I hope that he is well.",
                    59.7,
                    person=NORA,
                ),
            ),
        ),
    ],
}

"""Who publishes the sample, who writes in it, and under which headings."""

from backpain.sample.shapes import Person, Reader, Section

PUBLICATION = {
    "name": "The Back Journal",
    "tagline": "Plain words about backs, and what helps them",
    "disclaimer": (
        "These texts are samples. They were written for this demonstration and not by the persons"
        " named. They do not replace the advice of someone who has examined you."
    ),
    "footer": (
        "A sample publication: its articles, drawings and comments show what this program can do."
    ),
    "postal_address": "12 Example Street\nSpringfield",
}

SECTIONS = [
    Section(
        "back-pain",
        "Back Pain",
        "What an aching back is telling you, what usually becomes of it, and when to have it"
        " looked at.",
        safety_text="<p>See a doctor today, before anything else, if back pain comes with numbness"
        " between the legs, new trouble with bladder or bowel, weakness in a leg, a fever, or a"
        " fall.</p>",
    ),
    Section(
        "posture",
        "Posture",
        "Standing, sitting and lying: which positions strain a back, which spare it, and how much"
        " it matters.",
    ),
    Section(
        "exercises",
        "Exercises",
        "Movements that can be done at home, with numbers, pictures and reasons to leave one out.",
        safety_text="<p>Stop if a movement sends pain, tingling or numbness down an arm or a leg,"
        " and have it looked at. Do not begin after a fall, with a fever, or with a back that is"
        " newly hurt and has not been examined.</p>",
    ),
    Section(
        "strength",
        "Strength",
        "Lifting, carrying and the training that makes a load light by comparison.",
        part_of="exercises",
    ),
]

PEOPLE = [
    Person(
        "jesse-cannone",
        "Jesse Cannone",
        "CFT, CPRS, MFT",
        "Posture and exercise writer",
        "Jesse had a bad back himself before backs became his work. He is a co-founder of a"
        " publisher on natural back pain care, and what he wants for his readers is a life without"
        " pain that needs neither surgery nor drugs.",
        interests="Co-founder of a publisher on natural back pain care.",
    ),
    Person(
        "nora-whitcombe",
        "Nora Whitcombe",
        "BSc, PT",
        "Physiotherapist",
        "Nora is an invented person. In this sample she has treated backs in a small town for"
        " eighteen years, and writes down the questions that her patients ask on the way out.",
    ),
    Person(
        "samuel-okoro",
        "Samuel Okoro",
        "MD",
        "Medical reviewer",
        "Samuel is an invented person. In this sample he is a specialist in rehabilitation medicine"
        " who reads what we publish before you do, with a red pencil.",
    ),
]

READERS = [
    Reader("maria.r@example.org", 12.0, confirmed=True),
    Reader("gordon@example.net", 5.0, confirmed=True),
    Reader("hello@example.com", 0.6, confirmed=False),
]

# What readers reported: the article, the version they read, and their words
REPORTS = [
    (
        "walking-for-back-pain",
        1,
        "The plan ends after twelve weeks. What then? I have walked all thirty minutes for a month"
        " now and would like to know whether to walk faster or further.",
    ),
    (
        "when-back-pain-is-an-emergency",
        2,
        "You write “the first four” under the first list, and on my telephone the list has no"
        " numbers. I had to count twice.",
    ),
]

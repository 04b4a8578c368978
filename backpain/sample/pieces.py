"""The ten articles, newest first."""

from backpain.sample.readings import (
    ACP,
    HAYDEN,
    LANCET,
    LANCET_TREATMENT,
    NICE,
    RED_FLAGS,
    WHO,
)
from backpain.sample.shapes import Change, Piece, Reading

PIECES = [
    Piece(
        "best-back-pain-exercises",
        "Best Back Pain Exercises",
        "Before you stretch or strengthen anything, find out what is behind the pain. The right"
        " exercise for one back is the wrong one for another.",
        "back-pain",
        ("jesse-cannone",),
        "bent-knees",
        1.1,
        ("Getting started", "Muscles", "Stretching"),
        (HAYDEN, NICE, LANCET),
        read_next="muscle-imbalances",
        related=("walking-for-back-pain", "cat-and-cow-for-a-stiff-morning"),
    ),
    Piece(
        "muscle-imbalances",
        "Muscle imbalances: why one side works and the other watches",
        "Short here, long there: how habits pull a body out of line, four checks to do at home, and"
        " an honest word about what is known.",
        "posture",
        ("jesse-cannone",),
        "plumb-line",
        9.2,
        ("Muscles", "Stretching", "Evidence"),
        (
            Reading(
                "Herrington L: Assessment of the degree of pelvic tilt within a normal asymptomatic"
                " population. Manual Therapy, 2011.",
                doi="10.1016/j.math.2011.04.006",
            ),
            HAYDEN,
            LANCET,
        ),
        read_next="cat-and-cow-for-a-stiff-morning",
    ),
    Piece(
        "sleeping-with-a-sore-back",
        "Sleeping with a sore back",
        "Where to put the pillow, what a trial found out about mattresses, and how to turn over"
        " without waking up for it.",
        "posture",
        ("nora-whitcombe",),
        "sleep",
        16.3,
        ("Sleep", "At home", "Evidence"),
        (
            Reading(
                "Kovacs FM, Abraira V, Peña A and others: Effect of firmness of mattress on chronic"
                " non-specific low-back pain. The Lancet, 2003.",
                doi="10.1016/S0140-6736(03)14792-7",
            ),
            Reading(
                "Alsaadi SM, McAuley JH, Hush JM, Maher CG: Prevalence of sleep disturbance in"
                " patients with low back pain. European Spine Journal, 2011.",
            ),
            NICE,
        ),
        reviewer="samuel-okoro",
        reviewed_days=17,
    ),
    Piece(
        "walking-for-back-pain",
        "Walking: the exercise you already know",
        "A large trial, a plan for twelve weeks, and what to do when it aches on the way.",
        "exercises",
        ("nora-whitcombe",),
        "walking",
        23.4,
        ("Walking", "Getting started", "Evidence"),
        (
            Reading(
                "Pocovi NC, Lin CC, French SD and others: Effectiveness and cost-effectiveness of"
                " an individualised, progressive walking and education intervention for the"
                " prevention of low back pain recurrence in Australia (WalkBack). Lancet, 2024.",
                doi="10.1016/S0140-6736(24)00755-4",
            ),
            Reading(
                "World Health Organization: WHO guidelines on physical activity and sedentary"
                " behaviour. 2020.",
                "https://www.who.int/publications/i/item/9789240015128",
                kind="guideline",
            ),
            WHO,
        ),
        reviewer="samuel-okoro",
        reviewed_days=25,
        read_next="learning-to-lift-again",
    ),
    Piece(
        "learning-to-lift-again",
        "Learning to lift again",
        "A laundry basket is no opponent. How to practise the movement until it is plain again, in"
        " small steps.",
        "strength",
        ("nora-whitcombe",),
        "lifting",
        37.2,
        ("Lifting", "Strength", "At home"),
        (
            Reading(
                "Saraceni N, Kent P, Ng L and others: To flex or not to flex? Is there a"
                " relationship between lumbar spine flexion during lifting and low back pain?"
                " Journal of Orthopaedic & Sports Physical Therapy, 2020.",
                doi="10.2519/jospt.2020.9218",
                kind="review",
            ),
            HAYDEN,
        ),
        read_next="walking-for-back-pain",
    ),
    Piece(
        "sitting-at-a-desk",
        "Sitting at a desk: the best position is the next one",
        "Nobody sits like the drawing on the office wall, and nobody has to. Five minutes with your"
        " desk, and three kinds of break.",
        "posture",
        ("nora-whitcombe",),
        "desk",
        52.3,
        ("Work", "Sitting", "Getting started"),
        (
            Reading(
                "Slater D, Korakakis V, O'Sullivan P and others: “Sit up straight”: time to"
                " re-evaluate. Journal of Orthopaedic & Sports Physical Therapy, 2019.",
                doi="10.2519/jospt.2019.0610",
            ),
            LANCET_TREATMENT,
        ),
        read_next="cat-and-cow-for-a-stiff-morning",
    ),
    Piece(
        "six-weeks-of-an-ordinary-backache",
        "Six weeks of an ordinary backache",
        "What usually happens, week by week, what helps it along, and when waiting is no longer the"
        " answer.",
        "back-pain",
        ("nora-whitcombe",),
        "six-weeks",
        71.3,
        ("Recovery", "Getting started", "Medicines"),
        (
            Reading(
                "da C Menezes Costa L, Maher CG, Hancock MJ and others: The prognosis of acute and"
                " persistent low-back pain: a meta-analysis. CMAJ, 2012.",
                doi="10.1503/cmaj.111271",
                kind="review",
            ),
            Reading(
                "Dahm KT, Brurberg KG, Jamtvedt G, Hagen KB: Advice to rest in bed versus advice to"
                " stay active for acute low-back pain and sciatica. Cochrane Database of Systematic"
                " Reviews, 2010.",
                doi="10.1002/14651858.CD007612.pub2",
                kind="review",
            ),
            Reading(
                "Steffens D, Maher CG, Pereira LS and others: Prevention of low back pain: a"
                " systematic review and meta-analysis. JAMA Internal Medicine, 2016.",
                doi="10.1001/jamainternmed.2015.7431",
                kind="review",
            ),
            ACP,
        ),
        reviewer="samuel-okoro",
        reviewed_days=73,
        read_next="walking-for-back-pain",
    ),
    Piece(
        "what-a-scan-can-say",
        "What a scan of your back can say, and what it cannot",
        "Worn discs are found in most people of fifty who have no pain at all. When a picture"
        " helps, when it harms, and what to ask.",
        "back-pain",
        ("nora-whitcombe",),
        "scan",
        86.4,
        ("Scans", "Evidence", "Talking to your doctor"),
        (
            Reading(
                "Brinjikji W, Luetmer PH, Comstock B and others: Systematic literature review of"
                " imaging features of spinal degeneration in asymptomatic populations. American"
                " Journal of Neuroradiology, 2015.",
                doi="10.3174/ajnr.A4173",
                kind="review",
            ),
            NICE,
            LANCET_TREATMENT,
        ),
        reviewer="samuel-okoro",
        reviewed_days=88,
        changes=(
            Change(
                "correction",
                "The table gave the share of people of eighty with bulging discs as 48 %. It is"
                " 84 %: we had turned the figures round.",
                79.5,
            ),
        ),
        read_next="six-weeks-of-an-ordinary-backache",
    ),
    Piece(
        "when-back-pain-is-an-emergency",
        "When back pain is an emergency",
        "Rare signs that should send you to a doctor at once, today, or in the coming weeks. Worth"
        " reading before you need it.",
        "back-pain",
        ("nora-whitcombe",),
        "warning-signs",
        100.2,
        ("Warning signs", "Talking to your doctor", "Getting started"),
        (
            RED_FLAGS,
            Reading("NHS: Back pain.", "https://www.nhs.uk/conditions/back-pain/", kind="page"),
            NICE,
        ),
        reviewer="samuel-okoro",
        reviewed_days=20,
        read_next="six-weeks-of-an-ordinary-backache",
        updated_days=20.1,
        changes=(
            Change(
                "update",
                "We added what to say on the telephone, and the pattern of pain that points to an"
                " inflammation of the spine.",
                20.1,
            ),
            Change(
                "clarification",
                "“A fall” now says that it means one from a height; a slight fall stands in the"
                " second list.",
                61.4,
            ),
        ),
    ),
    Piece(
        "cat-and-cow-for-a-stiff-morning",
        "Cat, cow and three more movements for a stiff morning",
        "Ten minutes on the rug, with numbers for each movement and reasons to leave one out.",
        "exercises",
        ("jesse-cannone", "nora-whitcombe"),
        "cat-cow",
        128.3,
        ("Stretching", "At home", "Getting started"),
        (HAYDEN, WHO),
        read_next="learning-to-lift-again",
        updated_days=30.2,
        changes=(
            Change(
                "update",
                "The movements have become cards that can be printed, each with a reason to leave"
                " it out.",
                30.2,
            ),
        ),
    ),
    Piece(
        "magnets-in-a-belt",
        "Magnets in a belt",
        "What we wrote about belts with magnets, and why it is no longer here.",
        "back-pain",
        ("nora-whitcombe",),
        "six-weeks",
        210.6,
        ("Evidence",),
        (),
        read_next="walking-for-back-pain",
        withdrawn="When we went back to it, we could not find the trial on which its main sentence"
        " rested. We should have looked before and not after.",
    ),
]

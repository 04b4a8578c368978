"""The pages that stand beside the articles, in the order of the footer; and the series."""

from backpain.sample.shapes import Sheet, Strand

SHEETS = [
    Sheet("about", "About", "What this publication is, and what it is not."),
    Sheet(
        "who-writes-and-reviews",
        "Who writes and reviews",
        "The people behind an article, and what its dates mean.",
    ),
    Sheet(
        "corrections", "Corrections", "What we do about our mistakes, and how to tell us of one."
    ),
    Sheet("privacy", "Privacy", "What we know about you, which is little, and for how long."),
    Sheet("contact", "Contact", "Where to write to, and what we cannot do by letter."),
]

STRANDS = [
    Strand(
        "a-bad-back-from-day-one",
        "A bad back, from day one",
        "From the first bad hour to carrying the shopping again, in the order in which the"
        " questions come up.",
        (
            "when-back-pain-is-an-emergency",
            "six-weeks-of-an-ordinary-backache",
            "what-a-scan-can-say",
            "walking-for-back-pain",
            "learning-to-lift-again",
        ),
    ),
]

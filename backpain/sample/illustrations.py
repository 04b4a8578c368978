"""The drawings: made for this sample by hand as svg, rendered with Chromium at the size of the
svg and saved as WebP (portraits at 480 pixels)."""

from backpain.sample.shapes import Drawing

CREDIT = "The Back Journal"

DRAWINGS = [
    Drawing(
        "bent-knees",
        "A person lies on a mat with bent knees and closed eyes, a pillow under the head, one hand"
        " resting on the hip.",
        "Lying with bent knees: the back rests while you find out what it needs.",
    ),
    Drawing(
        "tug-of-war",
        "Two people pull on a rope. A pelvis hangs in the middle and tilts towards the one who"
        " pulls harder.",
        "The stronger side wins, and the joint in between pays for it.",
    ),
    Drawing(
        "three-pelvises",
        "Three hips in circles, each with a bowl of water as the pelvis: level; tipped forward and"
        " spilling; one side higher and spilling.",
        "The pelvis as a bowl of water: level, tipped forward, and with one hip high.",
    ),
    Drawing(
        "knee-to-chest",
        "A person lies on a mat and draws one knee towards the chest, the other foot on the floor.",
        "One stretch among many: it suits some patterns and not others.",
    ),
    Drawing(
        "plumb-line",
        "Two people from the side before a plumb line. One slumps, with short thick muscles and"
        " long thin ones around the hip; in the other all four are alike.",
        "Short and thick against long and thin; on the right all four share the work.",
    ),
    Drawing(
        "warning-signs",
        "A clipboard with a checklist, two boxes ticked in red, between a stethoscope and a"
        " telephone that is making a call.",
        "Rare, and worth knowing by heart.",
    ),
    Drawing(
        "six-weeks",
        "A calendar of six weeks. Large red dots grow smaller from row to row, with a few relapses,"
        " and end in green ticks.",
        "A typical month and a half: better, with a few bad days on the way.",
    ),
    Drawing(
        "walking",
        "A person with a bun walks a sandy dog on a red lead past a tree.",
        "The only exercise equipment that fetches you.",
    ),
    Drawing(
        "lifting",
        "A person lifts a box close to the body, bending at the hips and knees; a dotted line runs"
        " along the back.",
        "Close, slowly, feet first.",
    ),
    Drawing(
        "desk",
        "A person types at a desk, leaning lightly against the backrest, with the screen on a stack"
        " of books and a steaming cup.",
        "A good place to sit, for a while.",
    ),
    Drawing(
        "sleep",
        "A person sleeps on the back under a green blanket, knees raised over a pillow; the moon"
        " stands in the window.",
        "A pillow under the knees lets the lower back sink.",
    ),
    Drawing(
        "cat-cow",
        "A person on hands and knees, twice: with the back pushed up and the head hanging, and with"
        " the belly sunk and the eyes raised.",
        "The cat, breathing out, and the cow, breathing in.",
    ),
    Drawing(
        "scan",
        "A doctor points at a light box with two pictures of a spine from hip to neck. On one of"
        " them two worn discs are circled.",
        "Two pictures. Only one of these people is in pain, and it need not be the right one.",
    ),
    Drawing("jesse-cannone", "Drawn portrait of Jesse Cannone: short brown hair, green shirt."),
    Drawing(
        "nora-whitcombe",
        "Drawn portrait of Nora Whitcombe: long auburn hair, round glasses, orange jumper.",
    ),
    Drawing(
        "samuel-okoro",
        "Drawn portrait of Samuel Okoro: short dark hair, a beard, a white coat over a green"
        " shirt.",
    ),
]

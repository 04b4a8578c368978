"""The exercises, each with its numbers and a reason to leave it out."""

from backpain.sample.shapes import Movement

MOVEMENTS = [
    Movement(
        "pelvic-tilt",
        "Pelvic tilt, lying down",
        (
            "Lie on your back with bent knees and the soles of your feet on the floor.",
            "Breathe out and press the small of the back gently into the floor, so that the pelvis"
            " rolls towards you.",
            "Hold, breathe, let go by degrees.",
        ),
        "if it sends pain down a leg.",
        sets=2,
        repetitions=10,
        hold_seconds=5,
        how_often="Once a day",
    ),
    Movement(
        "knee-to-chest",
        "One knee to the chest",
        (
            "From the same position, take hold of one knee, in front of the shin or behind the"
            " thigh.",
            "Draw it towards you until you feel a mild pull in the seat or the lower back.",
            "Keep the other foot on the floor. Change sides.",
        ),
        "if bending forward makes leg pain worse, or with a new hip joint.",
        sets=2,
        repetitions=5,
        hold_seconds=15,
        how_often="Once a day, on each side",
        drawing="knee-to-chest",
    ),
    Movement(
        "cat-and-cow",
        "Cat and cow",
        (
            "Go on hands and knees, hands under the shoulders, knees under the hips.",
            "Breathe out and push the middle of the back up towards the ceiling. Let the head hang."
            " That is the cat.",
            "Breathe in and let the belly sink, the chest open and the eyes rise. That is the cow.",
        ),
        "if your knees or wrists cannot bear your weight.",
        sets=1,
        repetitions=10,
        how_often="On stiff mornings",
        drawing="cat-cow",
    ),
    Movement(
        "sitting-back",
        "Sitting back on the heels",
        (
            "From hands and knees, let your seat travel back in the direction of your heels.",
            "Leave the hands where they are and let the forehead sink.",
            "Come back on an in-breath.",
        ),
        "if your knees do not bend that far without pain.",
        repetitions=3,
        hold_seconds=20,
        how_often="On stiff mornings",
    ),
    Movement(
        "hip-opener",
        "Opening the front of the hip",
        (
            "Kneel on one knee, the other foot in front, as if about to be knighted.",
            "Tuck the tail under, as in the pelvic tilt. For many people that is stretch enough.",
            "If it is not, lean forward a little without letting the back hollow.",
        ),
        "if leaning back or standing for long brings on pain in the legs.",
        sets=2,
        hold_seconds=30,
        how_often="Once a day, on each side",
    ),
    Movement(
        "hip-hinge",
        "The hip hinge, empty-handed",
        (
            "Stand one palm in front of a wall, heels under your hips.",
            "Push your seat back until it touches the wall. The knees give a little, the chest"
            " comes forward, the hands slide down the thighs.",
            "Press the floor away and stand up tall.",
        ),
        "while your back is in its painful days.",
        sets=2,
        repetitions=10,
        how_often="Two days a week",
    ),
    Movement(
        "chair-lift",
        "The lift, from a chair",
        (
            "Put a bag with two or three kilograms of books on a chair.",
            "Hinge at the hips, take the handles, let the weight settle.",
            "Stand up, wait for a breath, set it down as slowly as you took it.",
        ),
        "if bending sends pain down a leg: have that looked at first.",
        sets=3,
        repetitions=8,
        how_often="Two days a week",
        drawing="lifting",
    ),
]

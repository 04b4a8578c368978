"""How long a text takes to read."""

from __future__ import annotations

from articles.body import Body

WORDS_A_MINUTE = 238  # silent reading of English non-fiction: Brysbaert 2019
SECONDS_A_PICTURE = 12
SECONDS_AN_EXERCISE = 25  # about fifty words and a picture


def minutes_for(body: Body) -> int:
    """Return the minutes for a body, at least 1: words, a look at each picture and exercise.

    `backpain/static/js/editor/counting.js` says the same while the text is written.
    """
    seconds = body.words * 60 / WORDS_A_MINUTE
    seconds += len(body.pictures) * SECONDS_A_PICTURE
    seconds += len(body.exercises) * SECONDS_AN_EXERCISE
    return max(1, round(seconds / 60))

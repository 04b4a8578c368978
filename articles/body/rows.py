"""What bodies show from the database, fetched at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from articles.body.pieces import Body, Figure, Image, Piece
from articles.body.pieces import Exercise as ExercisePiece
from articles.models import Exercise, Picture


@dataclass(frozen=True)
class Rows:
    """Pictures by the name of their file, exercises by their slug."""

    pictures: dict[str, Picture]
    exercises: dict[str, Exercise]

    def of(self, piece: Piece) -> Picture | Exercise | None:
        """Return the row that a piece shows; None if it shows none or there is none."""
        if isinstance(piece, Figure | Image):
            return self.pictures.get(piece.file)
        return self.exercises.get(piece.slug) if isinstance(piece, ExercisePiece) else None


def rows_of(bodies: Iterable[Body]) -> Rows:
    """Fetch all pictures and exercises that `bodies` show: at most three queries, often none."""
    shown = list(bodies)
    exercises = _exercises({slug for body in shown for slug in body.exercises})
    files = {file for body in shown for file in body.pictures}
    keys = {exercise.picture_id for exercise in exercises if exercise.picture_id}
    pictures = _pictures(files, keys)
    by_key = {picture.pk: picture for picture in pictures}
    for exercise in exercises:
        if exercise.picture_id:
            exercise.picture = by_key[exercise.picture_id]
    return Rows(
        pictures={str(picture.file): picture for picture in pictures},
        exercises={exercise.slug: exercise for exercise in exercises},
    )


def _exercises(slugs: set[str]) -> list[Exercise]:
    return list(Exercise.objects.filter(slug__in=slugs)) if slugs else []


def _pictures(files: set[str], keys: set[int]) -> list[Picture]:
    if not files and not keys:
        return []
    wanted = Picture.objects.filter(Q(file__in=files) | Q(pk__in=keys))
    return list(wanted.prefetch_related("renditions"))

"""The desk of what is published, a module each subject."""

from articles.admin import (  # noqa: F401 (they register themselves)
    articles,
    exercises,
    links,
    log,
    menus,
    pictures,
    redirects,
    reports,
    searches,
    terms,
)

"""The desk of what is published, a module each subject."""

from articles.admin import articles, pictures, terms  # noqa: F401 (they register themselves)

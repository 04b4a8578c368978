"""The tables of what is published, a module each subject."""

from articles.models.articles import Article, validate_slug_is_free
from articles.models.desk import Presence, Unsaved
from articles.models.exercises import Exercise
from articles.models.links import Link, LinkHost
from articles.models.menus import Menu, MenuItem
from articles.models.notes import ChangeNote, Report
from articles.models.people import Author, Byline
from articles.models.pictures import Picture, Rendition
from articles.models.previews import PreviewLink
from articles.models.querysets import ArticleQuerySet
from articles.models.redirects import Redirect
from articles.models.revisions import Revision
from articles.models.searches import SearchMiss, SearchWord, Unindexed, WordPart
from articles.models.signing import ReviewReminder, ReviewRequest, SignOff
from articles.models.sources import Source
from articles.models.terms import Category, Series, Tag, Term

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Author",
    "Byline",
    "Category",
    "ChangeNote",
    "Exercise",
    "Link",
    "LinkHost",
    "Menu",
    "MenuItem",
    "Picture",
    "Presence",
    "PreviewLink",
    "Redirect",
    "Rendition",
    "Report",
    "ReviewReminder",
    "ReviewRequest",
    "Revision",
    "SearchMiss",
    "SearchWord",
    "Series",
    "SignOff",
    "Source",
    "Tag",
    "Term",
    "Unindexed",
    "Unsaved",
    "WordPart",
    "validate_slug_is_free",
]

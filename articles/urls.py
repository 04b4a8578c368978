from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from articles import archives, citations, exercises, feeds, series, sitemaps, views
from articles.previews import views as previews
from articles.reports import views as reports
from articles.search import views as searching
from backpain.feeds import routes


class SlugConverter(StringConverter):
    """A slug in any script, as `SlugField(allow_unicode=True)` takes it."""

    regex = r"[-\w]+"


class YearConverter(IntConverter):
    """A year of four digits."""

    regex = "[0-9]{4}"

    def to_url(self, value: int | str) -> str:
        return str(value).zfill(4)


class MonthConverter(IntConverter):
    """A month of two digits."""

    regex = "[0-9]{2}"

    def to_url(self, value: int | str) -> str:
        return str(value).zfill(2)


register_converter(SlugConverter, "unicode_slug")
register_converter(YearConverter, "yyyy")
register_converter(MonthConverter, "mm")

app_name = "articles"
urlpatterns = [
    path("", archives.index, name="index"),
    path("page/<int:number>/", archives.index, name="index"),
    path("category/<unicode_slug:slug>/", archives.category, name="category"),
    path("category/<unicode_slug:slug>/page/<int:number>/", archives.category, name="category"),
    path("tag/<unicode_slug:slug>/", archives.tag, name="tag"),
    path("tag/<unicode_slug:slug>/page/<int:number>/", archives.tag, name="tag"),
    path("author/<unicode_slug:slug>/", archives.author, name="author"),
    path("author/<unicode_slug:slug>/page/<int:number>/", archives.author, name="author"),
    path("preview/<str:token>/", previews.shared, name="preview"),
    path("search/", searching.page, name="search"),
    path("search/page/<int:number>/", searching.page, name="search"),
    path("<yyyy:year>/", archives.period, name="year"),
    path("<yyyy:year>/page/<int:number>/", archives.period, name="year"),
    path("<yyyy:year>/<mm:month>/", archives.period, name="month"),
    path("<yyyy:year>/<mm:month>/page/<int:number>/", archives.period, name="month"),
    *sitemaps.routes(),
    *routes("", feeds.site),
    *routes("category/<unicode_slug:slug>/", feeds.category, name="category_"),
    *routes("tag/<unicode_slug:slug>/", feeds.tag, name="tag_"),
    *routes("author/<unicode_slug:slug>/", feeds.author, name="author_"),
    *routes("series/<unicode_slug:slug>/", feeds.series, name="series_"),
    *routes("<yyyy:year>/", feeds.period, name="year_"),
    *routes("<yyyy:year>/<mm:month>/", feeds.period, name="month_"),
    path("series/<unicode_slug:slug>/", series.series, name="series"),
    path("exercise/<unicode_slug:slug>/", exercises.exercise, name="exercise"),
    path("<unicode_slug:slug>/exercises/", exercises.handout, name="exercises"),
    path("<unicode_slug:slug>/", views.article, name="article"),
    path("<unicode_slug:slug>/cite.bib", citations.bib_file, name="bib"),
    path("<unicode_slug:slug>/cite.ris", citations.ris_file, name="ris"),
    path("<unicode_slug:slug>/report/", reports.report, name="report"),
    path("<unicode_slug:slug>/report/sent/", reports.sent, name="report_sent"),
]

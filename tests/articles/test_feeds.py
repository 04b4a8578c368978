"""The feeds of articles, as feed readers, browsers and the front meet them."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from django.utils.timezone import now
from PIL import Image

from articles.models import Article, Byline, ChangeNote, Series, Source, Tag
from articles.pictures import store_picture
from backpain import pages
from backpain.feed_formats import XML
from backpain.models import Publication
from tests import feed_rules
from tests.articles.factories import make_exercise, make_picture
from tests.factories import make_article, make_author, make_category, make_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DATA = Path(__file__).parent.parent / "data" / "hostile.json"
HOSTILE = [
    words.replace("\0", "") for words in json.loads(DATA.read_text())
]  # PostgreSQL has no \0
FORMATS = pytest.mark.parametrize("path", ["/feed/", "/feed/atom/"], ids=["rss", "atom"])
ARCHIVES = ["category/back-pain/", "tag/knees/", "author/jo-writer/", "series/first-steps/"]


def read(client, path: str = "/feed/") -> feedparser.FeedParserDict:
    """Read a feed as a feed reader does, after a check of every rule."""
    answer = client.get(path)
    assert answer.status_code == 200
    return feed_rules.check(answer.content)


def content(client, path="/feed/"):
    """Return the whole text of the only entry."""
    (entry,) = read(client, path).entries
    return entry.content[0].value


def make_in_everything(title: str = "", **fields) -> Article:
    """Make an article that stands in every archive."""
    series = Series.objects.get_or_create(name="First steps", slug="first-steps")[0]
    article = make_article(title, series=series, **fields)
    article.tags.add(Tag.objects.get_or_create(name="Knees", slug="knees")[0])
    return article


@pytest.fixture
def sample(settings):
    """Articles of every sort: all parts, none, another script, right to left, hostile titles."""
    settings.SITE_URL = "https://example.org"
    full = make_in_everything(
        "Bend & lift <safely> 👩‍⚕️",
        slug="full",
        standfirst="Knees & hips “first”.",
        body='<h2>Why</h2><p>See <a href="/other/#part">this</a> [1].</p>'
        f'<p>[exercise pelvic-tilt]</p><p><img src="/media/{"0" * 32}.webp" alt="x"></p>',
        picture=make_picture(caption="Three & four", credit="Our own"),
        reviewer=make_author("Rosa Reviewer"),
        reviewed_on=now().date(),
        disclosure=Article.Disclosure.SPONSORED,
        disclosure_text="A maker of chairs paid.",
    )
    make_exercise()
    Byline.objects.create(article=full, author=make_author("Zoë"), position=1)
    Source.objects.create(article=full, citation="A trial", doi="10.1000/a")
    ChangeNote.objects.create(article=full, kind=ChangeNote.Kind.CORRECTION, text="Not 5 but 3.")
    make_article("كيف تحمي ظهرك", slug="ظهرك", standfirst="نص قصير", body="<p>ظهر</p>")
    make_article("Rücken & Füße", slug="rücken-füße", body="", publish_at=now() - DAY)
    bare = make_article("Bare", body="")
    bare.byline_set.all().delete()
    for number, words in enumerate(HOSTILE[:15]):
        make_article(words[:190], slug=f"h{number}", body=words, standfirst=words[:300])


@FORMATS
@pytest.mark.parametrize("archive", ["", *ARCHIVES])
def test_every_feed_keeps_every_rule(client, sample, path, archive):
    feed = read(client, "/" + archive + path[1:])

    expected = {"": 19, "category/back-pain/": 19, "author/jo-writer/": 18}
    assert len(feed.entries) == expected.get(archive, 1)
    assert feed.version == ("atom10" if "atom" in path else "rss20")


@FORMATS
def test_an_empty_feed_keeps_every_rule_and_never_changes_by_itself(client, path):
    feed = read(client, path)

    assert feed.entries == []
    assert feed.feed.updated_parsed.tm_year == 1970


@FORMATS
def test_an_entry_says_what_a_reader_must_know(client, sample, path):
    entry = next(entry for entry in read(client, path).entries if entry.link.endswith("/full/"))

    assert entry.link == "https://example.org/full/"
    assert entry.title == "Bend & lift  👩‍⚕️" or "<safely>" in entry.title
    assert "Knees &amp; hips “first”." in entry.summary
    assert [tag.term for tag in entry.tags] == ["Back Pain", "Knees"]
    assert [author.name for author in entry.authors] == ["Jo Writer", "Zoë"]
    (enclosure,) = entry.enclosures
    assert enclosure.href == f"https://example.org/media/{'0' * 32}.webp"
    assert enclosure.type == "image/webp"


@FORMATS
def test_the_content_is_the_whole_article_and_what_belongs_to_it(client, settings, path):
    settings.SITE_URL = "https://example.org"
    make_category("Back Pain", safety_heading="See a doctor", safety_text="<p>Fever.</p>")
    make_exercise()
    article = make_article(
        slug="full",
        body='<p>See <a href="/other/#part">this</a>, <a href="#why">why</a> [1].</p>'
        "<p>[exercise pelvic-tilt]</p><p>[newsletter]</p>",
        picture=make_picture(caption="Three & four", credit="Our own"),
        reviewer=make_author("Rosa Reviewer"),
        reviewed_on=datetime(2026, 5, 3, tzinfo=UTC).date(),
        disclosure=Article.Disclosure.SPONSORED,
        disclosure_text="A maker of chairs paid.",
    )
    Source.objects.create(article=article, citation="A trial", url="https://example.net/t")
    ChangeNote.objects.create(article=article, kind=ChangeNote.Kind.CORRECTION, text="3, not 5.")
    Publication(pk=1, disclaimer="No advice.").save()

    text = content(client, path)

    parts = [
        *("See a doctor", "Fever.", "3, not 5.", "A maker of chairs paid."),
        f'src="https://example.org/media/{"0" * 32}.webp"',
        *("Three &amp; four", "Our own", 'href="https://example.org/other/#part"'),
        *('href="https://example.org/full/#why"', "[1]", "Pelvic tilt", "Lie down."),
        *('href="https://example.net/t"', "Rosa Reviewer", "3 May 2026", "No advice."),
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.lstrip().startswith("<h2>See a doctor")
    assert text.rstrip().endswith("No advice.</em></p>")
    assert "newsletter" not in text.lower()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_break_no_feed_and_run_nowhere(client, words):
    make_article(words[:200], slug="a", standfirst=words[:400], body=words)

    for path in ("/feed/", "/feed/atom/"):
        read(client, path)


def test_what_no_xml_can_hold_is_left_out():
    out = BytesIO()
    xml = XML(out, "utf-8")

    xml.addQuickElement("a", "1\x002\x0b3\ud8004\uffff5\ufffe😀", {"b": "\x1b6\udfff7"})

    assert out.getvalue().decode() == '<a b="67">12345😀</a>'


@FORMATS
def test_control_characters_in_a_title_are_left_out(client, path):
    make_article("A\x08B\x1fC", slug="a", standfirst="D\x0cE", body="<p>F\x01G</p>")

    (entry,) = read(client, path).entries

    assert (entry.title, entry.summary) == ("ABC", "DE")
    assert "FG" in entry.content[0].value


@FORMATS
def test_an_article_keeps_its_id_when_its_address_changes(client, settings, path):
    settings.SITE_URL = "https://example.org"
    article = make_article(slug="old", publish_at=datetime(2019, 12, 31, 12, tzinfo=UTC))
    (before,) = read(client, path).entries

    Article.objects.update(slug="new", title="Other")
    (after,) = read(client, path).entries

    assert before.id == after.id == f"tag:example.org,2019:article/{article.pk}"
    assert before.link != after.link


def test_a_feed_was_updated_when_its_newest_entry_was(client):
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    make_article(publish_at=moment - 9 * DAY, updated_at=moment)
    make_article(publish_at=moment - 8 * DAY, updated_at=moment - 8 * DAY)

    feed = read(client, "/feed/atom/")

    assert feed.feed.updated == "2026-03-01T12:30:00+00:00"
    assert [e.updated[:10] for e in feed.entries] == ["2026-02-21", "2026-03-01"]
    assert [e.published[:10] for e in feed.entries] == ["2026-02-21", "2026-02-20"]


def test_a_scheduled_article_is_not_updated_before_it_is_published(client):
    appeared = now() - DAY
    make_article(publish_at=appeared, updated_at=now() - 9 * DAY)

    (entry,) = read(client, "/feed/atom/").entries

    assert entry.updated == entry.published == appeared.isoformat(timespec="seconds")


def test_a_feed_has_the_twenty_newest_articles_that_stand_on_lists(client):
    for number in range(22):
        make_article(f"Piece {number}", publish_at=now() - (number + 1) * DAY)
    make_article("Draft", status=Article.Status.DRAFT)
    make_article("Future", publish_at=now() + DAY)
    make_article("Over", publish_at=now() - 2 * DAY, unpublish_at=now() - DAY)
    make_page("About")

    titles = [entry.title for entry in read(client).entries]

    assert titles == [f"Piece {number}" for number in range(20)]


def test_the_feed_of_a_category_has_the_articles_of_its_parts(client):
    make_category("Neck", parent=make_category("Spine"))
    article = make_article("Turn slowly")
    article.categories.set([make_category("Neck")])
    make_article("Elsewhere")

    feed = read(client, "/category/spine/feed/")

    assert [entry.title for entry in feed.entries] == ["Turn slowly"]
    assert feed.feed.title == "Spine – The Back Journal"  # noqa: RUF001


def test_years_and_months_have_feeds_as_on_a_moved_site(client):
    make_article("Then", publish_at=datetime(2019, 5, 6, tzinfo=UTC))
    make_article("Now")

    for path in ("/2019/feed/", "/2019/05/feed/", "/2019/05/feed/atom/"):
        assert [entry.title for entry in read(client, path).entries] == ["Then"]
    for path in ("/2018/feed/", "/2019/06/feed/", "/2019/99/feed/", "/0000/feed/"):
        assert client.get(path).status_code == 404


def test_a_retraction_is_in_the_title_and_the_content(client):
    article = make_article("Wrong")
    ChangeNote.objects.create(article=article, kind=ChangeNote.Kind.RETRACTION, text="It was.")

    (entry,) = read(client).entries

    assert entry.title == "Retracted: Wrong"
    assert "It was." in entry.content[0].value


def test_the_picture_of_an_entry_is_measured_by_its_file(client):
    file = BytesIO()
    Image.new("RGB", (40, 30)).save(file, "PNG")
    file.seek(0)
    picture = store_picture(file, alternative_text="Black")
    make_article(picture=picture)

    (entry,) = read(client).entries

    assert entry.enclosures[0].length == str(picture.file.size)
    assert entry.enclosures[0].href.endswith(picture.file.url)
    served = client.get(picture.file.url)
    assert served.getvalue()
    assert served.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("archive", ["", *ARCHIVES])
@pytest.mark.parametrize("old", ["rss2", "rss", "rdf"])
def test_the_other_names_of_wordpress_lead_to_the_feed(client, archive, old):
    make_in_everything()

    answer = client.get(f"/{archive}feed/{old}/")

    assert (answer.status_code, answer["Location"]) == (301, f"/{archive}feed/")


@pytest.mark.parametrize("kind", ["category", "tag", "author", "series"])
def test_what_is_not_there_has_no_feed(client, kind):
    assert client.get(f"/{kind}/nowhere/feed/").status_code == 404
    assert client.get(f"/{kind}/nowhere/feed/atom/").status_code == 404


@pytest.mark.parametrize("kind", ["category", "tag", "author", "series"])
def test_something_named_feed_has_its_page(client, kind):
    article = make_article(author=make_author("Feed"))
    article.categories.set([make_category("Feed")])
    article.tags.add(Tag.objects.create(name="Feed", slug="feed"))
    article.series = Series.objects.create(name="Feed", slug="feed")
    article.save()

    assert client.get(f"/{kind}/feed/").headers["Content-Type"].startswith("text/html")
    assert len(read(client, f"/{kind}/feed/feed/").entries) == 1


def test_pages_name_their_feeds_by_distinct_titles(client):
    make_in_everything(slug="backs")
    site = (
        '<link rel="alternate" type="application/rss+xml" title="The Back Journal" href="/feed/">'
    )

    assert site in client.get("/").text
    for path, name in zip(
        ARCHIVES, ["Back Pain", "Knees", "Jo Writer", "First steps"], strict=True
    ):
        text = client.get(f"/{path}").text
        assert f'title="{name} – The Back Journal" href="/{path}feed/"' in text  # noqa: RUF001
        assert site in text
        assert text.count('rel="alternate"') == 2


@pytest.mark.parametrize("archive", ["", *ARCHIVES])
def test_a_feed_takes_as_many_queries_for_one_article_as_for_twenty(
    client, django_assert_max_num_queries, archive
):
    def hang_on(article):
        article.categories.add(make_category(f"C{article.pk}", parent=make_category("Back Pain")))
        Byline.objects.create(article=article, author=make_author(f"A{article.pk}"))
        Source.objects.create(article=article, citation="A trial")
        ChangeNote.objects.create(article=article, text="Words.")

    body = f'<p>[exercise pelvic-tilt]</p><figure><img src="/media/{"0" * 32}.webp"></figure>'
    make_exercise()
    hang_on(make_in_everything(body=body, picture=make_picture()))
    # the publication; the category, its family or the other term; the clock's next change; the keys
    # of the articles; these with picture and reviewer; categories, tags, sources, changes,
    # renditions, authors, their portraits' renditions; the exercises, pictures and renditions of
    # the bodies
    with django_assert_max_num_queries(17) as for_one:
        assert len(read(client, f"/{archive}feed/").entries) == 1

    for _number in range(20):
        hang_on(make_in_everything(body=body, picture=make_picture()))
    with django_assert_max_num_queries(17) as for_twenty:
        assert len(read(client, f"/{archive}feed/").entries) == 20

    assert len(for_one) == len(for_twenty)


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/category/back-pain/feed/"])
def test_the_front_keeps_a_feed_and_answers_conditional_requests(front, path):
    make_article("Bend your knees", standfirst="Words " * 60)

    plain, packed = front.get(path), front.get(path, accept_encoding="br")
    head = front.head(path)
    known = front.get(path, if_none_match=plain.headers["ETag"])
    since = front.get(path, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")

    assert plain.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.body) < len(plain.body)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["ETag"] == plain.headers["ETag"]
    assert (known.status, since.status) == (304, 304)
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert "Last-Modified" in plain.headers
    assert "Set-Cookie" not in plain.headers


def test_a_kept_feed_follows_its_articles_and_exercises(front):
    article = make_article("Before", body="<p>[exercise pelvic-tilt]</p>")
    exercise = make_exercise()
    assert "Before" in front.get("/feed/").text

    Article.objects.update(title="After")
    pages.changed("articles", f"article:{article.pk}")
    assert "After" in front.get("/feed/").text

    exercise.steps = "Stand up."
    exercise.save()
    pages.changed(f"exercise:{exercise.pk}")
    assert "Stand up." in front.get("/feed/").text


def test_a_kept_feed_ends_when_the_clock_changes_it(client):
    ends = now() + DAY / 2
    make_article(unpublish_at=ends)

    assert client.get("/feed/").page.until == ends


def test_a_browser_is_given_something_to_read(client):
    make_article("Bend & lift", standfirst="Knees first.", slug="bend")

    for path in ("/feed/", "/feed/atom/"):
        text = client.get(path).text
        assert '<?xml-stylesheet href="/static/feed.css"' in text
        assert "This page is a feed." in text
        assert '/bend/">Bend &amp; lift</html:a>' in text
        assert "<html:p>Knees first.</html:p>" in text

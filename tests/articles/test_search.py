"""Searching: the same on both databases."""

import os
import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import publishing
from articles.models import Article, Byline, SearchWord, Tag, Unindexed
from articles.search import Filters, backends, indexing, search, suggestions_for
from articles.search.query import parse
from tests.articles.factories import make_indexed
from tests.factories import make_article, make_author, make_category, make_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CORPORA = os.environ.get("CORPORA", "")


@pytest.fixture(autouse=True)
def _nothing_indexed(db):
    """Begin with an empty index: a test that commits leaves its own, which no model knows."""
    backends.current().clear()


def found(typed, **filters):
    """Return the titles of what is found, in order."""
    page = search(typed, filters=Filters(**filters)).page(1)
    return [hit.article.title for hit in page.object_list]


@pytest.mark.parametrize("typed", ["exercise", "exercises", "exercising", "EXERCISED"])
def test_every_form_of_a_word_finds_every_other(typed):
    make_indexed("One", body="<p>This exercise helps.</p>")
    make_indexed("Two", body="<p>Exercises help.</p>")
    make_indexed("Three", body="<p>Whoever is exercising.</p>")
    make_indexed("Four", body="<p>Sleep.</p>")

    assert sorted(found(typed)) == ["One", "Three", "Two"]


def test_all_words_must_be_there_wherever_they_stand():
    make_indexed("Knees", body="<p>They ache.</p>")
    make_indexed("Knees at rest", body="<p>Nothing.</p>")

    assert found("ache knee") == ["Knees"]


def test_a_phrase_must_stand_together_and_in_order():
    make_indexed("Together", body="<p>The lower back of a person.</p>")
    make_indexed("Apart", body="<p>Back to the lower deck.</p>")

    assert found('"lower back"') == ["Together"]
    assert found("“lower back”") == ["Together"]
    assert sorted(found("lower back")) == ["Apart", "Together"]


def test_what_a_minus_stands_before_must_not_be_there():
    make_indexed("Knee", body="<p>Running hurts.</p>")
    make_indexed("Knee too", body="<p>Walking helps the lower back.</p>")

    assert found("knee -running") == ["Knee too"]
    assert found('knee -"lower back"') == ["Knee"]
    assert found("-knee") == ["Knee", "Knee too"] or found("-knee") == ["Knee too", "Knee"]
    assert found("well-knee") == []


@pytest.mark.parametrize(
    "typed", ["ruckenschmerz", "Rückenschmerz", "RUCKENSCHMERZ", "rückenschmerz"]
)
def test_marks_on_letters_make_no_difference(typed):
    article = make_indexed("Über den Rückenschmerz", slug="r", body="<p>Café, naïve, Łódź.</p>")

    hit = search(typed).page(1).object_list[0]

    assert hit.article == article
    assert hit.title == "Über den <mark>Rückenschmerz</mark>"


@pytest.mark.parametrize("typed", ["knee-cap", 'knee"cap', "knee/cap", "knee:cap", "knee&cap"])
def test_signs_between_words_make_a_phrase_of_them(typed):
    make_indexed("Yes", body="<p>It is the knee cap.</p>")
    make_indexed("No", body="<p>A cap, and a knee.</p>")

    assert found(typed) == ["Yes"]
    assert sorted(found("(knee cap)")) == ["No", "Yes"]


@pytest.mark.parametrize("typed", ["AND knee", "NOT knee", "knee*", "NEAR(knee)", "title:knee"])
def test_nothing_typed_is_an_operator(typed):
    make_indexed("Knee", slug="k", body="<p>and not near: the title.</p>")

    assert found(typed) in (["Knee"], [])
    assert found("knee OR elbow") == []


def test_the_very_title_comes_first_then_the_title_then_the_standfirst_then_the_body():
    old = now() - 3000 * DAY
    make_indexed("Body", body="<p>About sciatica. " + "Other words. " * 60 + "</p>")
    make_indexed("Standfirst", standfirst="About sciatica.", body="<p>" + "Words. " * 60 + "</p>")
    make_indexed("All on sciatica", body="<p>" + "Words. " * 60 + "</p>")
    make_indexed("Sciatica", body="<p>" + "Words. " * 60 + "</p>", publish_at=old)

    assert found("sciatica") == ["Sciatica", "All on sciatica", "Standfirst", "Body"]


def test_of_two_alike_the_newer_and_the_reviewed_come_first():
    body = "<p>Knee pain.</p>"
    make_indexed("Old", body=body, publish_at=now() - 3000 * DAY)
    make_indexed("New", body=body)
    make_indexed("Seen", body=body, reviewer=make_author("Rosa"), reviewed_on=now().date())

    assert found("knee") == ["Seen", "New", "Old"]


def test_names_of_categories_tags_and_authors_are_found():
    article = make_indexed("Plain", author=make_author("Zoe Xanthos"))
    article.categories.set([make_category("Physiotherapy")])
    article.tags.add(Tag.objects.create(name="Kettlebell", slug="kettlebell"))
    publishing.refresh(article)

    for typed in ("xanthos", "physiotherapy", "kettlebells"):
        assert found(typed) == ["Plain"]


def test_a_search_is_narrowed_by_category_with_its_parts_author_and_year():
    back, zoe = make_category("Back"), make_author("Zoe")
    disc = make_category("Discs", parent=back)
    ours = make_indexed(
        "Ours", body="<p>Knee.</p>", author=zoe, publish_at=datetime(2024, 3, 1, tzinfo=UTC)
    )
    ours.categories.set([disc])
    publishing.refresh(ours)
    make_indexed("Theirs", body="<p>Knee.</p>", publish_at=datetime(2025, 3, 1, tzinfo=UTC))

    assert found("knee", category=back) == ["Ours"]
    assert found("knee", category=disc, author=zoe, year=2024) == ["Ours"]
    assert found("knee", author=zoe, year=2025) == []
    assert found("knee", year=2025) == ["Theirs"]
    assert sorted(found("knee")) == ["Ours", "Theirs"]
    assert found(f"c{disc.pk}") == found("y2024") == []


def test_the_newest_come_first_on_demand():
    make_indexed("Knee", publish_at=now() - 2 * DAY)
    make_indexed("Later", body="<p>Knee.</p>", publish_at=now() - DAY)

    assert found("knee") == ["Knee", "Later"]
    assert found("knee", is_newest=True) == ["Later", "Knee"]


def test_markup_in_an_article_is_shown_as_written():
    make_indexed(
        "<script>alert(1)</script> & knee",
        slug="odd",
        body="<p>&lt;img src=x onerror=alert(1)&gt; knee &amp; &quot;more&quot;</p>",
    )

    hit = search("knee").page(1).object_list[0]

    assert hit.title == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>knee</mark>"
    assert "&lt;img src=x onerror=alert(1)&gt; <mark>knee</mark> &amp;" in hit.snippet


def test_a_snippet_is_taken_from_where_most_was_found():
    body = "<p>" + "Filler words here. " * 80 + "The pelvic tilt, a tilt of the pelvic floor. "
    make_indexed("Long", body=body + "Further words. " * 80 + "</p>")

    snippet = search("pelvic tilt").page(1).object_list[0].snippet

    assert snippet.count("<mark>") == 4 or "<mark>pelvic tilt</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(re.sub("<[^>]+>", "", snippet)) < 260


def test_what_is_not_public_is_never_found():
    make_indexed("Draft knee", status=Article.Status.DRAFT)
    make_indexed("Future knee", publish_at=now() + DAY)
    make_indexed("Past knee", publish_at=now() - 2 * DAY, unpublish_at=now() - DAY)
    make_indexed("Withdrawn knee", status=Article.Status.WITHDRAWN)

    assert found("knee") == []
    assert not Article.objects.filter(pk__in=search("knee").keys).exists()


def test_a_scheduled_article_is_found_from_its_moment_on(time_machine):
    make_indexed("Knee", publish_at=now() + DAY, unpublish_at=now() + 3 * DAY)
    assert found("knee") == []

    time_machine.move_to(now() + 2 * DAY)
    assert found("knee") == ["Knee"]

    time_machine.move_to(now() + 2 * DAY)
    assert found("knee") == []


def test_pages_are_found_too():
    publishing.refresh(make_page("About our knees"))

    assert found("knees") == ["About our knees"]


def test_a_change_is_found_at_once_and_what_was_before_no_more():
    article = make_indexed("Knee", body="<p>Alpha.</p>")

    article.body = "<p>Omega.</p>"
    article.save()
    publishing.refresh(article)

    assert found("omega") == ["Knee"]
    assert found("alpha") == []


def test_a_change_that_is_rolled_back_leaves_no_trace():
    article = make_indexed("Knee", body="<p>Alpha.</p>")

    def change():
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(body="<p>Omega.</p>")
            publishing.refresh(article)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()

    assert found("alpha") == ["Knee"]
    assert found("omega") == []
    assert not SearchWord.objects.filter(word="omega").exists()


def test_deleted_articles_leave_the_index_one_by_one_and_in_bulk():
    make_indexed("Knee one").delete()
    for number in range(3):
        make_indexed(f"Knee {number}")
    Article.objects.all().delete()

    assert _index_size() == 0


def test_a_renamed_author_category_or_tag_is_found_by_the_new_name():
    tag = Tag.objects.create(name="Oldtag", slug="tag")
    author, category = make_author("Olda"), make_category("Oldcat")
    article = make_indexed("Plain", author=author)
    article.tags.add(tag)
    article.categories.set([category])
    publishing.refresh(article)

    for term in (tag, author, category):
        term.name = term.name.replace("Old", "New")
        term.save()
    indexing.catch_up()

    assert found("newtag") == found("newa") == found("newcat") == ["Plain"]
    assert found("oldtag") == found("olda") == found("oldcat") == []


def test_a_name_saved_unchanged_gives_the_worker_nothing_to_do():
    author = make_author()
    make_indexed(author=author)

    author.biography = "Longer."
    author.save()

    assert not Unindexed.objects.exists()


def test_a_deleted_tag_is_not_found_any_more():
    tag = Tag.objects.create(name="Kettlebell", slug="kettlebell")
    article = make_indexed("Plain")
    article.tags.add(tag)
    publishing.refresh(article)

    tag.delete()
    indexing.catch_up()

    assert found("kettlebell") == []


def test_what_was_written_or_deleted_behind_its_back_the_worker_puts_right():
    make_article("Knee")
    gone = make_indexed("Gone")
    with connection.cursor() as cursor:
        for table, column in (
            ("byline", "article_id"),
            ("article_categories", "article_id"),
            ("article", "id"),
        ):
            cursor.execute(f"DELETE FROM articles_{table} WHERE {column} = %s", [gone.pk])

    assert indexing.sweep() == 2
    indexing.catch_up()

    assert found("knee") == ["Knee"]
    assert _index_size() == 1
    assert indexing.sweep() == 0


def test_the_command_makes_the_index_anew(capsys):
    article = make_indexed("Knee")
    Article.objects.filter(pk=article.pk).update(title="Elbow")
    make_article("Draft elbow", status=Article.Status.DRAFT)

    call_command("rebuild_search")

    assert capsys.readouterr().out == "Indexed: 1 articles.\n"
    assert found("elbow") == ["Elbow"]
    assert found("knee") == []
    assert not SearchWord.objects.filter(word="knee").exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("exercsie", "exercise"), ("siatica", "sciatica"), ("sciatica exercsie", "sciatica exercise")],
)
def test_a_mistyped_word_is_put_right_where_that_finds_something(typed, meant):
    make_indexed("Sciatica", body="<p>One exercise for sciatica.</p>")

    results = search(typed)

    assert results.keys == []
    assert results.suggestion == meant


def test_of_two_words_as_near_the_one_as_long_is_meant():
    make_indexed("Walking and waking", body="<p>Walking before waking.</p>")

    assert search("wlaking").suggestion == "walking"


def test_no_word_of_what_is_not_public_is_suggested():
    make_indexed("Embargo", body="<p>Zygapophyseal joints.</p>", publish_at=now() + DAY)

    assert search("zygapophysael").suggestion == ""


def test_where_no_article_has_all_words_those_with_some_are_near():
    article = make_indexed("Sciatica at work")

    assert search("sciatica kangaroo").near() == [article]


@pytest.mark.parametrize(
    "path",
    [
        "/sciatica-exercises",
        "/2019/04/sciatica_exrecises.html",
        "/blog/Sciatica%20exercises/",
        "/siatica/",
    ],
)
def test_a_mistyped_address_has_suggestions(path):
    article = make_indexed("Exercises for sciatica", slug="sciatica")
    make_indexed("Sleep")

    assert suggestions_for(path)[0] == article


@pytest.mark.parametrize(
    "path", ["/", "/1234/", "/wp-login.php", "/" + "a" * 5000, "/\x00\ud800/", "/../.env"]
)
def test_an_address_without_a_word_of_ours_has_none(path):
    make_indexed("Knees")

    assert suggestions_for(path) == []


def test_a_search_of_little_words_only_says_so():
    make_indexed("The knee", body="<p>What is it? The end.</p>")

    assert search("what is the").query.is_common
    assert found("what is the") == []
    assert found("what is the knee") == ["The knee"]


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("knee pain", (("knee",), ("pain",)), ()),
        ('"knee pain" -run', (("knee", "pain"),), (("run",),)),
        ('knee "pain', (("knee",), ("pain",)), ()),
        ("knee knee KNEE", (("knee",),), ()),
        ("-", (), ()),
        ('""', (), ()),
        ("c++", (("c",),), ()),
        ("knee\x00pain", (("kneepain",),), ()),
        ("\ud800knee", (("knee",),), ()),
    ],
)
def test_what_was_typed_is_read_as_words_phrases_and_what_to_leave_out(typed, wanted, unwanted):
    query = parse(typed)

    assert (query.wanted, query.unwanted) == (wanted, unwanted)


def test_no_more_than_200_characters_are_read():
    assert len(parse("knee " * 2000).typed) <= 200
    assert parse("x" * 10_000).wanted == (("x" * 200,),)


HOSTILE = st.text(alphabet=st.characters(), max_size=300) | st.text(
    alphabet=st.sampled_from("\"'-*^():+{}[]|&!<>~%\\ \x00\ud800AND OR NOT NEAR knee é")
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HOSTILE)
def test_nothing_that_is_typed_is_an_error(typed):
    results = search(typed)

    assert results.page(1).paginator.count == len(results.keys)
    assert isinstance(results.suggestion, str)
    assert isinstance(results.near(), list)


@pytest.mark.skipif(not CORPORA, reason="CORPORA is not set")
def test_no_hostile_line_is_an_error():
    make_indexed("Knee", body="<p>script alert onerror img svg.</p>")
    for file in sorted(Path(CORPORA, "hostile").glob("*.txt")):
        for line in file.read_text(errors="replace").splitlines()[::10]:
            for hit in search(line).page(1).object_list:
                assert "<script" not in hit.snippet


@pytest.mark.django_db(transaction=True)
def test_another_connection_finds_what_was_committed_and_nothing_else():
    seen = {}

    def look(moment):
        def run():
            try:
                seen[moment] = found("knee")
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    with transaction.atomic():
        make_indexed("Knee")
        look("before")
    look("after")

    assert seen == {"before": [], "after": ["Knee"]}


def _index_size():
    table = "articles_search"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_authors_of_a_shared_byline_are_all_marked():
    article = make_indexed("Shared", body="<p>Knee.</p>")
    second = make_author("Second Writer")
    Byline.objects.create(article=article, author=second, position=1)
    publishing.refresh(article)

    assert found("knee", author=second) == ["Shared"]

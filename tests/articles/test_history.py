"""What readers are told of changes, corrections and retractions."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import publishing
from articles.models import Article, ChangeNote
from tests.factories import make_article

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 5, 3, 9, tzinfo=UTC)


def make_changes(article: Article, count: int) -> None:
    for number in range(count):
        ChangeNote.objects.create(
            article=article, text=f"Change {number}.", at=FIRST + number * timedelta(days=1)
        )


def page_of(client, article):
    return client.get(article.get_absolute_url()).text


def test_changes_stand_after_the_text_the_newest_first(client):
    article = make_article()
    make_changes(article, 2)

    page = page_of(client, article)

    assert page.index("<p>Words.</p>") < page.index("What changed") < page.index("Change 1.")
    assert page.index("Change 1.") < page.index("Change 0.")
    assert "3 May 2026</time> · Update" in page
    assert "earlier change" not in page


def test_a_long_history_is_folded_up_after_three(client):
    article = make_article()
    make_changes(article, 5)

    page = page_of(client, article)

    folded = page.index("2 earlier changes")
    assert page.index("Change 2.") < folded < page.index("Change 1.") < page.index("Change 0.")


def test_an_article_without_changes_has_no_history(client):
    assert "What changed" not in page_of(client, make_article())


@pytest.mark.parametrize("kind", ["update", "clarification"])
def test_what_is_no_mistake_stands_only_in_the_history(client, kind):
    article = make_article()
    ChangeNote.objects.create(article=article, kind=kind, text="A trial was added.")

    page = page_of(client, article)

    assert page.count("A trial was added.") == 1
    assert 'class="correction' not in page


def test_a_correction_also_stands_above_the_text_with_its_day(client):
    article = make_article()
    ChangeNote.objects.create(
        article=article, kind="correction", text="The dose\nwas <wrong>.", at=FIRST
    )

    page = page_of(client, article)

    assert page.index("Corrected on") < page.index("<p>Words.</p>") < page.index("What changed")
    assert page.count("The dose<br>was &lt;wrong&gt;.") == 2
    assert "Retracted" not in page


def test_a_retraction_is_unmistakable(client):
    article = make_article("Bed rest heals")
    ChangeNote.objects.create(article=article, kind="retraction", text="It does not.", at=FIRST)
    make_changes(article, 4)

    page = page_of(client, article)

    assert "<title>Retracted: Bed rest heals " in page
    assert '<span class="page__retracted">Retracted</span> Bed rest heals</h1>' in page
    assert 'class="correction notice notice--alert"' in page
    notice = page.index("This article was retracted on")
    assert (
        page.index("</h1>")
        < notice
        < page.index("<p>It does not.</p>")
        < page.index("<p>Words.</p>")
    )


@pytest.mark.parametrize("path", ["/", "/search/?q=heals"])
def test_a_list_says_which_article_was_retracted(client, path):
    retracted, sound = make_article("Bed rest heals"), make_article("Walking heals")
    ChangeNote.objects.create(article=retracted, kind="retraction", text="It does not.")
    ChangeNote.objects.create(article=sound, kind="correction", text="Sooner than we said.")
    publishing.refresh(retracted)
    publishing.refresh(sound)

    page = client.get(path).text

    assert page.count('<span class="page__retracted">Retracted</span>') == 1
    after = page.index('<span class="page__retracted">')
    assert page.index("Bed", after) - after < 120


def test_nobody_is_led_on_to_what_was_retracted(client):
    before, retracted = make_article("Sitting"), make_article("Bed rest heals")
    article = make_article("Walking")
    article.related.add(retracted)
    ChangeNote.objects.create(article=retracted, kind="retraction", text="It does not.")
    assert article.leads_on_to == before

    Article.objects.filter(pk=article.pk).update(read_next=retracted)
    before.delete()

    assert "Bed rest heals" not in page_of(client, article)


def test_the_desk_names_a_change_by_its_day_on_the_sites_clock(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    change = ChangeNote(at=datetime(2026, 5, 1, 20, tzinfo=UTC))

    assert str(change) == "Update, 2026-05-02"

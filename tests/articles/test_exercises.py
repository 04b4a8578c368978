"""Exercises: on the card in a text, on a page of their own and on an article's hand-out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from articles.models import Article, Exercise
from articles.revisions import saving
from backpain.models import Publication
from tests.articles.factories import make_exercise, make_indexed, make_picture
from tests.factories import make_article, make_category

BODY = "<h2>Start</h2><p>Move.</p><p>[exercise pelvic-tilt]</p>"


def words(page) -> str:
    return " ".join(page.text.split())


@pytest.mark.django_db
def test_a_text_shows_the_card_where_it_names_the_exercise(client):
    make_exercise(
        "Pelvic tilt",
        steps="Lie down.\n\n  Breathe out. ",
        sets=2,
        repetitions=10,
        hold_seconds=5,
        how_often="Once a day",
        not_for="if bending makes it worse.",
        picture=make_picture(alternative_text="A tilted pelvis"),
    )

    page = words(client.get(make_article(body=BODY).get_absolute_url()))
    card = page.split('<section class="exercise">')[1].split("</section>")[0]

    for part in (
        '<h3 class="exercise__name">Pelvic tilt</h3>',
        "<b>2</b> sets",
        "<b>10</b> repetitions",
        "hold <b>5</b> seconds",
        "Once a day",
        'alt="A tilted pelvis"',
        "<li>Lie down.</li><li>Breathe out.</li>",
        "<strong>Not for you</strong> if bending makes it worse.",
        'href="/exercise/pelvic-tilt/"',
    ):
        assert part in card, part


@pytest.mark.django_db
def test_no_level_of_headings_is_skipped_before_an_exercise(client):
    make_exercise("Pelvic tilt")
    article = make_article(body="<p>[exercise pelvic-tilt]</p><h2>Then</h2>")

    page = client.get(article.get_absolute_url()).text

    assert '<h2 class="exercise__name">Pelvic tilt</h2>' in page


@pytest.mark.django_db
def test_an_exercise_that_there_is_not_leaves_no_trace(client):
    page = client.get(make_article(body=BODY).get_absolute_url())

    assert "pelvic-tilt" not in page.text
    assert "<p>Move.</p>" in page.text


@pytest.mark.django_db
def test_an_exercise_has_a_page_that_names_the_published_articles_it_is_in(client):
    exercise = make_exercise("Pelvic tilt")
    make_indexed("Here", body=BODY)
    make_indexed("Draft", body=BODY, status=Article.Status.DRAFT)
    make_indexed("Tomorrow", body=BODY, publish_at=now() + timedelta(days=1))
    make_indexed("Other", body="<p>[exercise other-pelvic-tilt]</p>")

    page = client.get(exercise.get_absolute_url()).text

    assert '<h1 class="exercise__name">Pelvic tilt</h1>' in page
    assert '<a class="titles__link" href="/here/">Here</a>' in page
    for title in ("Draft", "Tomorrow", "Other"):
        assert f">{title}</a></li>" not in page


@pytest.mark.django_db
def test_search_engines_leave_out_an_exercise_that_no_article_shows(client):
    exercise = make_exercise("Pelvic tilt")
    assert "noindex" in client.get(exercise.get_absolute_url()).text

    make_indexed(body=BODY)

    assert "noindex" not in client.get(exercise.get_absolute_url()).text


@pytest.mark.django_db
def test_the_hand_out_has_the_exercises_in_the_order_of_the_text_after_the_safety_words(client):
    make_category(safety_heading="Stop first", safety_text="<p>Call a doctor.</p>")
    make_exercise("Bridge")
    make_exercise("Pelvic tilt")
    article = make_article("Two moves", body=f"{BODY}<p>[exercise bridge]</p>{BODY}")

    page = client.get(f"{article.get_absolute_url()}exercises/")
    text = words(page)

    places = [text.index(part) for part in ("Call a doctor.", ">Pelvic tilt<", ">Bridge<")]
    assert places == sorted(places)
    assert text.count(">Pelvic tilt</h2>") == 1
    assert "/two-moves/" in text
    assert "noindex" in text


@pytest.mark.django_db
def test_the_hand_out_says_that_its_article_was_retracted_or_corrected(client):
    make_exercise("Pelvic tilt")
    article = make_article(body=BODY)
    article.changes.create(kind="retraction", text="The third step can <hurt>.")
    article.changes.create(kind="update", text="A comma.")

    text = words(client.get(f"{article.get_absolute_url()}exercises/"))

    assert "This article was retracted on" in text
    assert "The third step can &lt;hurt&gt;." in text
    assert text.index("was retracted") < text.index(">Pelvic tilt<")
    assert "A comma." not in text


@pytest.mark.django_db
def test_the_hand_out_is_dated_by_the_day_it_came_out_or_a_later_change(client):
    make_exercise("Pelvic tilt")
    out, before = datetime(2026, 5, 20, 9, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    article = make_article(body=BODY, publish_at=out, updated_at=before)

    assert "2026-05-20" in client.get(f"{article.get_absolute_url()}exercises/").text


@pytest.mark.django_db
def test_an_article_with_several_exercises_leads_to_its_hand_out(client):
    make_exercise("Bridge")
    make_exercise("Pelvic tilt")
    one = make_article(body=BODY)
    two = make_article(body=f"{BODY}<p>[exercise bridge]</p>")

    assert "/exercises/" not in client.get(one.get_absolute_url()).text
    address = f'href="{two.get_absolute_url()}exercises/"'
    assert address in client.get(two.get_absolute_url()).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"body": "<p>None.</p>"}, {"body": BODY, "status": Article.Status.DRAFT}]
)
def test_there_is_no_hand_out_without_exercises_or_readers(client, fields):
    make_exercise("Pelvic tilt")
    article = make_article(**fields)

    assert client.get(f"{article.get_absolute_url()}exercises/").status_code == 404


def desk(exercise: Exercise, **fields) -> dict[str, str]:
    return {"name": exercise.name, "steps": exercise.steps, **fields}


def test_what_the_desk_changes_readers_see_at_once(front, admin_client):
    exercise = make_exercise("Pelvic tilt")
    article = make_article(body=BODY)
    paths = [
        article.get_absolute_url(),
        exercise.get_absolute_url(),
        f"{article.get_absolute_url()}exercises/",
    ]
    assert all("Lie down." in front.get(path).text for path in paths)

    address = f"/admin/articles/exercise/{exercise.pk}/change/"
    assert admin_client.post(address, desk(exercise, steps="Stand up.")).status_code == 302

    for path in paths:
        assert "Stand up." in front.get(path).text


def test_a_new_exercise_appears_in_the_text_that_waits_for_it(front, admin_client):
    article = make_article(body=BODY)
    assert "Lie down." not in front.get(article.get_absolute_url()).text

    fields = {"name": "Pelvic tilt", "slug": "pelvic-tilt", "steps": "Lie down."}
    assert admin_client.post("/admin/articles/exercise/add/", fields).status_code == 302

    assert "Lie down." in front.get(article.get_absolute_url()).text
    assert article.title in front.get("/exercise/pelvic-tilt/").text


@pytest.mark.django_db
def test_an_article_that_no_longer_shows_an_exercise_is_not_named_by_it(client, admin_user):
    exercise = make_exercise("Pelvic tilt")
    article = make_indexed("Here", body=BODY)

    saving.save(article, saving.written(article) | {"body": "<p>Rest.</p>"}, admin_user)
    assert ">Here</a>" in client.get(exercise.get_absolute_url()).text
    saving.publish(article, admin_user)

    assert ">Here</a>" not in client.get(exercise.get_absolute_url()).text


@pytest.mark.django_db
def test_the_desk_shows_what_to_copy_and_keeps_the_slug(admin_client):
    exercise = make_exercise("Pelvic tilt")
    address = f"/admin/articles/exercise/{exercise.pk}/change/"

    page = admin_client.get(address).text
    admin_client.post(address, desk(exercise, slug="other"))

    assert "[exercise pelvic-tilt]" in page
    exercise.refresh_from_db()
    assert exercise.slug == "pelvic-tilt"


@pytest.mark.django_db
def test_the_page_of_an_exercise_shows_the_disclaimer_once_where_it_is_printed(client):
    Publication(pk=1, disclaimer="Not advice.").save()
    exercise = make_exercise("Pelvic tilt")

    text = client.get(exercise.get_absolute_url()).text

    assert text.count("Not advice.") == 1
    assert "Not advice." in text[: text.index("<footer")]

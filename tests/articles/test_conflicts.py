"""Two editors of one article: what either wrote is never lost, and neither overwrites the other."""

from random import Random

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Article, Revision, Tag
from articles.revisions import merging, saving
from articles.revisions.blending import blend
from tests.articles.test_admin import change_url
from tests.factories import make_article
from tests.forms_as_posted import as_posted
from tests.threads import at_once

pytestmark = pytest.mark.django_db
SAVE = {"_save": ""}
PUBLISH = {"_publish": "", "override": "It is a test."}


@pytest.fixture
def article():
    return make_article("Walking", standfirst="It helps.", body="<p>Walk.</p><p>Rest.</p>")


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def colleague(client):
    client.force_login(User.objects.create_superuser("lee", first_name="Dr", last_name="Lee"))
    return client


def opened(client, article) -> dict[str, object]:
    """Return what the form would post as it stands now."""
    return dict(as_posted(client.get(change_url(article))))


def merge_page(client, response):
    assert "/merge/" in response.headers["Location"]
    return client.get(response.headers["Location"])


def test_whoever_saves_second_is_shown_both_and_overwrites_nothing(editor, colleague, article):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"title": "Running", **SAVE})

    answer = editor.post(change_url(article), mine | {"title": "Cycling", **SAVE})

    article.refresh_from_db()
    assert article.draft
    assert article.draft.content["title"] == "Running"
    page = merge_page(editor, answer)
    assert "Dr Lee saved this article" in page.text or "lee saved this article" in page.text
    assert "Running" in page.text
    assert "Cycling" in page.text


def test_what_only_one_changed_is_taken_without_a_question(editor, colleague, article):
    tag = Tag.objects.create(name="Knees", slug="knees")
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"title": "Running", **SAVE})
    answer = editor.post(
        change_url(article), mine | {"standfirst": "It does help.", "tags": [tag.pk], **SAVE}
    )

    page = merge_page(editor, answer)
    assert not page.context["disputes"]
    editor.post(answer.headers["Location"], {"seen": page.context["seen"]})

    article.refresh_from_db()
    assert article.draft
    assert article.draft.content["title"] == "Running"
    assert article.draft.content["standfirst"] == "It does help."
    assert article.draft.content["tags"] == [tag.pk]


@pytest.mark.parametrize(("choice", "title"), [("mine", "Cycling"), ("theirs", "Running")])
def test_where_both_changed_a_field_one_is_chosen_and_the_other_stays_in_the_history(
    editor, colleague, article, choice, title
):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"title": "Running", **SAVE})
    answer = editor.post(change_url(article), mine | {"title": "Cycling", **SAVE})
    url, seen = answer.headers["Location"], merge_page(editor, answer).context["seen"]

    assert editor.post(url, {"seen": seen}).status_code == 422
    editor.post(url, {"seen": seen, "title": choice})

    article.refresh_from_db()
    assert article.draft
    assert article.draft.content["title"] == title
    titles = {revision.content["title"] for revision in article.revisions.all()}
    assert titles == {"Walking", "Running", "Cycling"}


def test_nothing_is_published_that_its_publisher_has_not_seen(editor, colleague, article, client):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"body": "<p>Unproven.</p>", **SAVE})

    answer = editor.post(change_url(article), mine | {"title": "Cycling", **PUBLISH})

    assert "/merge/" in answer.headers["Location"]
    article.refresh_from_db()
    assert (article.title, article.body) == ("Walking", "<p>Walk.</p><p>Rest.</p>")


def test_a_publication_meanwhile_counts_as_a_save(editor, colleague, article):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"title": "Running", **PUBLISH})

    answer = editor.post(change_url(article), mine | {"standfirst": "It does.", **SAVE})

    page = merge_page(editor, answer)
    editor.post(answer.headers["Location"], {"seen": page.context["seen"]})
    article.refresh_from_db()
    assert article.title == "Running"
    assert article.draft
    assert article.draft.content["title"] == "Running"
    assert article.draft.content["standfirst"] == "It does."


def test_a_third_version_while_choosing_is_shown_too(editor, colleague, article):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"title": "Running", **SAVE})
    answer = editor.post(change_url(article), mine | {"title": "Cycling", **SAVE})
    url, seen = answer.headers["Location"], merge_page(editor, answer).context["seen"]
    third = opened(colleague, article)
    colleague.post(change_url(article), third | {"standfirst": "It may help.", **SAVE})

    answer = editor.post(url, {"seen": seen, "title": "mine"})

    assert answer.headers["Location"] != url
    page = merge_page(editor, answer)
    editor.post(answer.headers["Location"], {"seen": page.context["seen"], "title": "mine"})
    article.refresh_from_db()
    assert article.draft
    assert article.draft.content["title"] == "Cycling"
    assert article.draft.content["standfirst"] == "It may help."


def test_the_same_words_twice_are_no_conflict(editor, colleague, article):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"title": "Running", **SAVE})

    answer = editor.post(change_url(article), mine | {"title": "Running", **SAVE})

    assert answer.headers["Location"] == change_url(article)


def test_a_double_click_saves_once(editor, article):
    mine = opened(editor, article) | {"title": "Running", **SAVE}

    editor.post(change_url(article), mine)
    editor.post(change_url(article), mine)

    assert article.revisions.count() == 2  # as it stood, and this


def test_the_page_of_a_conflict_is_for_who_may_change_the_article(editor, client, article):
    mine = opened(editor, article)
    saving.save(article, saving.written(article) | {"title": "Running"}, _anybody())
    url = editor.post(change_url(article), mine | {"title": "Cycling", **SAVE}).headers["Location"]
    client.force_login(User.objects.create_user("stranger", is_staff=True))

    assert client.get(url).status_code in {403, 404}
    assert editor.get(url.replace(f"/{article.pk}/", "/999/")).status_code == 404
    kept = article.revisions.kept().latest("pk")
    other = reverse("admin:articles_article_merge", args=[article.pk, kept.pk])
    assert editor.get(other).status_code == 404


def _anybody() -> User:
    return User.objects.get_or_create(username="anybody")[0]


@pytest.mark.parametrize("seed", range(200))
def test_no_update_is_lost_however_two_editors_interleave(seed):
    """Each writes marks of their own into fields; every mark is in what is written at the end, or
    in a field that a later choice set, and always somewhere in the history.
    """
    chance = Random(seed)
    article = make_article(f"Walking {seed}")
    people = [_anybody(), make_user("lee")]
    forms: list[tuple[dict, int] | None] = [None, None]
    made: list[tuple[str, str]] = []
    for step in range(chance.randint(4, 12)):
        who = chance.randrange(2)
        article = Article.objects.get(pk=article.pk)
        form = forms[who]
        if form is None:
            forms[who] = (saving.written(article), saving.stamp(article))
            continue
        content, base = form
        name = chance.choice(["title", "standfirst", "seo_title", "review_scope"])
        mark = f"{step} of {who}"
        made.append((name, mark))
        kept = saving.save(article, {**content, name: mark}, people[who], base=base)
        while kept and kept.kind == Revision.Kind.ASIDE:
            article = Article.objects.get(pk=article.pk)
            disputed = merging.merge_of(kept, article).disputed
            chosen = {field: chance.choice(["mine", "theirs"]) for field in disputed}
            kept = merging.settle(kept, chosen, people[who], seen=saving.stamp(article))
        if chance.random() < 0.3:
            saving.publish(article, people[who])
        forms[who] = None

    article = Article.objects.get(pk=article.pk)
    history = [revision.content for revision in article.revisions.all()]
    for name, mark in made:
        assert any(content.get(name) == mark for content in history)
    end = saving.written(article)
    for name in {name for name, _ in made}:
        assert end[name] in {mark for field, mark in made if field == name}


def make_user(name: str) -> User:
    return User.objects.get_or_create(username=name)[0]


@pytest.mark.django_db(transaction=True)
def test_two_who_save_in_the_same_moment_do_not_overwrite_each_other(article):
    anybody, lee = _anybody(), make_user("lee")
    saving.save(article, saving.written(article) | {"title": "Running"}, anybody)
    article = Article.objects.get(pk=article.pk)
    content, base = saving.written(article), saving.stamp(article)

    def write(title, who):
        return lambda: saving.save(article, {**content, "title": title}, who, base=base)

    at_once(write("Cycling", anybody), write("Swimming", lee))

    kinds = sorted(revision.kind for revision in article.revisions.all()[:2])
    assert kinds == ["aside", "saved"]
    titles = {revision.content["title"] for revision in article.revisions.all()}
    assert {"Cycling", "Swimming"} <= titles


P = "<p>{}</p>".format
BASE = P("A") + P("B") + P("C")


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (P("A1") + P("B") + P("C"), P("A") + P("B") + P("C1"), P("A1") + P("B") + P("C1")),
        (P("A1") + P("B") + P("C"), P("A") + P("B1") + P("C"), P("A1") + P("B1") + P("C")),
        (P("0") + BASE, BASE + P("D"), P("0") + BASE + P("D")),
        (P("B") + P("C"), BASE + P("D"), P("B") + P("C") + P("D")),
        (BASE + P("D"), BASE + P("D"), BASE + P("D")),
        (P("A1") + P("B") + P("C"), P("A2") + P("B") + P("C"), None),
        (BASE + P("D"), BASE + P("E"), None),
        (P("A") + P("C"), P("A") + P("B1") + P("C"), None),
        (BASE, P("A") + "<ul><li>x <strong>y</strong></li></ul>" + P("C"), "="),
    ],
)
def test_two_changes_of_different_paragraphs_are_one_text(mine, theirs, both):
    assert blend(BASE, mine, theirs) == blend(BASE, theirs, mine)
    assert blend(BASE, mine, theirs) == (theirs if both == "=" else both)


def test_both_are_taken_where_they_changed_different_paragraphs(editor, colleague, article):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"body": P("Walk far.") + P("Rest."), **SAVE})

    answer = editor.post(change_url(article), mine | {"body": P("Walk.") + P("Rest well."), **SAVE})

    page = merge_page(editor, answer)
    assert "you changed different paragraphs" in page.text
    editor.post(answer.headers["Location"], {"seen": page.context["seen"], "body": "both"})
    article.refresh_from_db()
    assert article.draft
    assert article.draft.content["body"] == P("Walk far.") + P("Rest well.")


def test_both_cannot_be_taken_of_the_same_paragraph(editor, colleague, article):
    mine, theirs = opened(editor, article), opened(colleague, article)
    colleague.post(change_url(article), theirs | {"body": P("Walk far.") + P("Rest."), **SAVE})

    answer = editor.post(change_url(article), mine | {"body": P("Run.") + P("Rest."), **SAVE})

    page = merge_page(editor, answer)
    assert "you changed different paragraphs" not in page.text
    answer = editor.post(answer.headers["Location"], {"seen": page.context["seen"], "body": "both"})
    assert answer.status_code == 422

"""What the index of the search follows: changes, deletions, renaming; and how it is put right."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles import publishing
from articles.models import Article, SearchWord, Tag, Unindexed
from articles.search import indexing
from tests.articles.factories import make_indexed
from tests.articles.searching import found
from tests.factories import make_article, make_author, make_category

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]


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

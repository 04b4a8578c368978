"""The words on when to get medical help that categories put into their articles."""

import pytest

from articles import lines, safety
from articles.models import Article
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def fetched(article: Article) -> Article:
    return Article.objects.prefetch_related(lines.with_wider()).get(pk=article.pk)


def make_nested(depth: int, **fields):
    """Make a line of categories, the widest with `fields`; return the narrowest."""
    category = make_category("Level 0", **fields)
    for level in range(1, depth):
        category = make_category(f"Level {level}", parent=category)
    return category


def make_filed(*categories) -> Article:
    article = make_article()
    article.categories.set(categories)
    return article


def test_the_words_of_the_category_stand_on_the_page_before_the_text(client):
    category = make_category("Neck", safety_heading="See a doctor", safety_text="<p>Fever.</p>")
    article = make_filed(category)

    page = client.get(article.get_absolute_url()).text

    assert page.index("See a doctor") < page.index("<p>Fever.</p>") < page.index("<p>Words.</p>")
    assert 'class="safety notice notice--alert"' in page


def test_a_category_without_words_has_no_block(client):
    article = make_filed(make_category("Neck", safety_text="<p> </p>"))

    assert safety.blocks(article) == []
    assert 'class="safety' not in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize("depth", [2, 4, 7])
def test_the_words_of_the_nearest_wider_category_hold(depth):
    article = make_filed(make_nested(depth, safety_text="<p>Widest.</p>"))
    assert [block.html for block in safety.blocks(article)] == ["<p>Widest.</p>"]

    nearest = article.categories.get()
    nearest.safety_text = "<p>Own.</p>"
    nearest.save()

    assert [block.html for block in safety.blocks(article)] == ["<p>Own.</p>"]


def test_what_two_categories_say_alike_stands_once():
    back = make_category("Back", safety_text="<p>Fever.</p>")
    parts = [make_category(name, parent=back) for name in ("Lower", "Upper")]
    other = make_category("Knee", safety_text="<p>A lock.</p>", position=9)

    blocks = safety.blocks(make_filed(*parts, other))

    assert [block.html for block in blocks] == ["<p>Fever.</p>", "<p>A lock.</p>"]


def test_a_block_whose_heading_was_emptied_is_still_named():
    article = make_filed(make_category("Neck", safety_heading="", safety_text="<p>Fever.</p>"))

    assert safety.blocks(article)[0].heading == "When to get medical help"


def test_what_an_editor_may_not_write_does_not_reach_the_page():
    category = make_category("Neck", safety_text="<p>Fever.<script>alert(1)</script></p>")

    assert safety.blocks(make_filed(category))[0].html == "<p>Fever.</p>"


@pytest.mark.parametrize(("depth", "queries"), [(1, 0), (4, 0), (5, 1), (8, 1)])
def test_wider_categories_take_one_query_at_most(django_assert_num_queries, depth, queries):
    article = fetched(make_filed(make_nested(depth, safety_text="<p>Widest.</p>")))

    with django_assert_num_queries(queries):
        assert len(safety.blocks(article)) == 1


def test_categories_in_a_circle_end_somewhere():
    first = make_nested(2)
    first.parent.parent = first
    first.parent.save()

    assert safety.blocks(fetched(make_filed(first))) == []

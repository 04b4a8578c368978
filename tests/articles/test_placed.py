"""Call-outs, and the words about medical help where the text has a place for them."""

import pytest

from articles.body import Safety, read
from articles.body.feed import feed_html
from tests.articles.reading_bodies import shown
from tests.factories import make_article, make_category


class TestACallOut:
    def test_is_a_note_and_its_first_line_in_bold_is_the_title(self):
        html = shown("<aside><p><strong>Key points</strong></p><p>Move.</p></aside>")

        assert html == (
            '<aside class="call-out" role="note">'
            '<p class="call-out__title"><strong>Key points</strong></p><p>Move.</p></aside>'
        )

    def test_needs_no_title(self):
        html = shown("<aside><p><strong>Not</strong> a title.</p></aside>")

        assert "call-out__title" not in html

    @pytest.mark.parametrize("empty", ["<aside></aside>", "<aside><p> </p></aside>"])
    def test_is_left_out_if_it_is_empty(self, empty):
        assert shown(f"<p>A</p>{empty}<p>B</p>") == "<p>A</p><p>B</p>"

    def test_stands_in_no_other(self):
        inner = "<aside><p><strong>In</strong></p></aside>"

        html = shown(f"<aside><p>Out</p>{inner}</aside>")

        assert html.count("<aside") == 1
        assert "call-out__title" not in html

    def test_keeps_no_class_or_role_that_was_typed(self):
        html = shown('<aside class="signup" role="alert" style="x"><p class="safety">A</p></aside>')

        assert html == '<aside class="call-out" role="note"><p>A</p></aside>'

    def test_is_part_of_the_text_that_is_searched(self):
        assert read("<p>A</p><aside><p>B</p></aside>").text == "A\nB"

    @pytest.mark.django_db
    def test_comes_through_a_feed(self):
        article = make_article(body="<aside><p><strong>Key</strong></p><p>Move.</p></aside>")

        html = feed_html(article, "https://journal.example/")

        assert html.strip() == "<aside><p><strong>Key</strong></p><p>Move.</p></aside>"


@pytest.fixture
def article(db):
    make_category(safety_text="<p>Call 112.</p>", safety_heading="Help")
    return make_article(body="<p>First.</p><p>[safety]</p><p>Last.</p>")


class TestThePlaceOfTheSafetyBlock:
    def test_is_where_the_text_says_and_nowhere_else(self, client, article):
        page = client.get(article.get_absolute_url()).text.split("<main")[1]

        assert page.count("Call 112.") == 1
        assert page.index("First.") < page.index("Call 112.") < page.index("Last.")
        assert "[safety]" not in page

    def test_is_above_the_text_where_that_says_nothing(self, client, article):
        article.body = "<p>First.</p>"
        article.save()

        page = client.get(article.get_absolute_url()).text.split("<main")[1]

        assert page.count("Call 112.") == 1
        assert page.index("Call 112.") < page.index("First.")

    def test_is_the_same_in_a_feed(self, client, article):
        feed = client.get("/feed/").text

        assert feed.count("Call 112.") == 1
        assert feed.index("First.") < feed.index("Call 112.") < feed.index("Last.")

    def test_a_second_one_is_left_out(self):
        pieces = read("<p>[safety]</p><p>A</p><p>[Safety]</p>").pieces

        assert sum(isinstance(piece, Safety) for piece in pieces) == 1

    @pytest.mark.parametrize(
        "source", ["<ul><li><p>[safety]</p></li></ul>", "<aside><p>[safety]</p><p>A</p></aside>"]
    )
    def test_one_within_something_is_left_out_and_the_block_stays_above(self, source):
        assert not read(source).has_safety

    def test_an_article_without_such_words_shows_nothing_there(self, client, db):
        article = make_article(body="<p>A</p><p>[safety]</p>")

        page = client.get(article.get_absolute_url()).text

        assert "[safety]" not in page
        assert 'class="safety' not in page

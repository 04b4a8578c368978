"""Articles to be read one after the other."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from articles.models import Article, Series
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def series():
    return Series.objects.create(name="First steps", slug="first-steps", description="In order.")


def make_parts(series: Series, *titles: str) -> list[Article]:
    """Make the parts of a series, the last of them published first."""
    return [
        make_article(
            title,
            series=series,
            series_position=position,
            publish_at=now() - (position + 1) * HOUR,
        )
        for position, title in enumerate(titles)
    ]


def page_of(client, article):
    return client.get(article.get_absolute_url()).text


def onward_of(page: str) -> str:
    """Return what the end of the article leads on to."""
    return page.partition('<aside class="onward"')[2].partition("</aside>")[0]


def test_an_article_says_which_part_it_is_and_leads_both_ways(client, series):
    one, two, three = make_parts(series, "One", "Two", "Three")

    page = page_of(client, two)

    assert 'Part 2 of 3 in <a href="/series/first-steps/">First steps</a>' in page
    assert page.index("Part 2 of 3") < page.index("<p>Words.</p>")
    onward = onward_of(page)
    assert f'href="{one.get_absolute_url()}" rel="prev">One' in onward
    assert f'href="{three.get_absolute_url()}" rel="next">Three' in onward
    assert "Previous in First steps" in onward
    assert "Next in First steps" in onward
    assert "Read next</p>" not in onward


def test_the_next_part_takes_the_place_of_what_was_chosen_to_read_next(client, series):
    one, _ = make_parts(series, "One", "Two")
    one.read_next = make_article("Chosen")
    one.save()

    onward = onward_of(page_of(client, one))

    assert "Two" in onward
    assert "Chosen" not in onward


def test_the_last_part_leads_on_to_what_was_chosen(client, series):
    *_, last = make_parts(series, "One", "Two")
    last.read_next = make_article("Chosen")
    last.save()

    onward = onward_of(page_of(client, last))

    assert onward.index("One<") < onward.index("Read next</p>") < onward.index("Chosen<")


def test_the_part_before_is_not_offered_twice(client, series):
    first, last = make_parts(series, "One", "Two")
    first.publish_at = last.publish_at - HOUR
    first.save()

    assert onward_of(page_of(client, last)).count("One</a>") == 1


def test_parts_that_readers_may_not_see_are_not_counted(client, series):
    one, two, three = make_parts(series, "One", "Two", "Three")
    Article.objects.filter(pk=two.pk).update(status=Article.Status.DRAFT)

    assert "Part 2 of 2" in page_of(client, three)
    assert "Three" in onward_of(page_of(client, one))


def test_a_scheduled_part_appears_by_the_clock(client, series, time_machine):
    one, two = make_parts(series, "One", "Two")
    appears = now() + HOUR
    Article.objects.filter(pk=two.pk).update(publish_at=appears)

    for path in (one.get_absolute_url(), "/series/first-steps/"):
        response = client.get(path)
        assert ">Two</a>" not in response.text
        assert response.page.until == appears

    time_machine.move_to(appears)

    for path in (one.get_absolute_url(), "/series/first-steps/"):
        assert ">Two</a>" in client.get(path).text


def test_the_page_of_a_series_lists_its_parts_in_order(client, series):
    make_parts(series, "One", "Two", "Three")
    make_page("A page", series=series)
    make_article("Apart")

    page = client.get("/series/first-steps/")

    assert "In order." in page.text
    places = [page.text.index(f">{title}</a>") for title in ("One", "Two", "Three")]
    assert places == sorted(places)
    assert '<a href="/a-page/">' not in page.text
    assert page.page.tags >= {"articles", "site"}
    assert client.get("/series/nowhere/").status_code == 404


def test_a_series_without_parts_says_so(client, series):
    assert "Nothing here yet" in client.get("/series/first-steps/").text


def test_a_series_takes_as_many_queries_for_one_part_as_for_twenty(
    client, series, django_assert_num_queries
):
    make_parts(series, "Part a")
    with django_assert_num_queries(7) as for_one:
        # the series; the clock's next change; the parts, their categories and authors; the
        # publication; the menus
        client.get("/series/first-steps/")
    make_parts(series, *[f"Part {number}" for number in range(20)])

    with django_assert_num_queries(len(for_one)):
        client.get("/series/first-steps/")

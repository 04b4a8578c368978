"""The page to search on."""

import pytest
from django.contrib.auth.models import Permission, User
from django.utils.timezone import now

from articles.models import SearchMiss
from articles.search import misses, views
from articles.search.limits import MOST, Limiter
from tests.articles.factories import make_indexed
from tests.factories import make_author, make_category

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """Count from nothing, and leave no timer behind."""
    monkeypatch.setattr(views, "LIMITER", Limiter(limit=60, seconds=60))
    monkeypatch.setattr(views, "MISSES", counted := misses.Misses())
    monkeypatch.setattr(counted, "_start", lambda: None)
    return counted


def test_without_words_it_offers_the_topics_to_browse(client):
    make_category("Knees", parent=make_category("Joints"))

    for path in ("/search/", "/search/?q=", "/search/?q=%20"):
        page = client.get(path)
        assert page.status_code == 200
        assert 'name="q"' in page.text
        assert 'href="/category/joints/"' in page.text
        assert 'class="hit"' not in page.text


def test_what_is_found_is_shown_with_the_words_marked(client):
    make_indexed("Knees at rest", body="<p>Rest a knee.</p>")
    make_indexed("Elbows")

    page = client.get("/search/?q=knee")

    assert "1 result for “knee”" in page.text
    assert '<a href="/knees-at-rest/"><mark>Knees</mark> at rest</a>' in page.text
    assert "Rest a <mark>knee</mark>." in page.text
    assert "Elbows" not in page.text
    assert 'name="q" value="knee"' in page.text
    assert "<title>Search: knee " in page.text


def test_search_engines_follow_its_links_and_keep_no_result(client):
    for path in ("/search/", "/search/?q=knee"):
        page = client.get(path).text
        assert '<meta name="robots" content="noindex,follow">' in page
        assert 'rel="canonical"' not in page


def test_markup_in_what_is_typed_is_shown_as_typed(client):
    text = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_twenty_stand_on_a_page_and_links_keep_the_search(client):
    for number in range(41):
        make_indexed(f"Knee {number}")

    first = client.get("/search/?q=knee&sort=newest")
    last = client.get("/search/page/3/?q=knee&sort=newest")

    assert first.text.count('class="hit"') == 20
    assert last.text.count('class="hit"') == 1
    assert 'rel="next" href="/search/page/2/?q=knee&amp;sort=newest"' in first.text
    assert '<ol class="hits" start="41">' in last.text
    assert client.get("/search/page/4/?q=knee").status_code == 404
    assert client.get("/search/page/2/").status_code == 404
    assert client.get("/search/page/1/?q=knee")["Location"] == "/search/?q=knee"


def test_it_is_narrowed_by_plain_fields_of_the_form(client):
    article = make_indexed("Knee one", author=make_author("Zoe"))
    make_indexed("Knee two", publish_at=now().replace(year=2019))

    text = client.get(f"/search/?q=knee&author=zoe&cat=back-pain&m={now().year}").text

    assert article.get_absolute_url() in text
    assert "Knee two" not in text.replace("<mark>", "").replace("</mark>", "")
    assert '<option value="zoe" selected>' in text
    assert '<option value="2019">' in text
    assert "<details open>" in text


@pytest.mark.parametrize(
    "query",
    ["cat=nowhere", "author=%00", "m=20x6", "m=٢٠٢٦", f"cat={'x' * 5000}", "sort=odd", "m=0000"],
)
def test_a_field_filled_with_nonsense_is_no_error(client, query):
    make_indexed("Knee")

    assert client.get(f"/search/?q=knee&{query}").status_code == 200


@pytest.mark.parametrize("typed", ["%00", "%ff%fe", "%ed%a0%80", "x" * 10_000, "%22" * 500])
def test_whatever_bytes_are_asked_for_it_answers(client, typed):
    assert client.get("/search/", QUERY_STRING=f"q={typed}").status_code == 200


def test_where_nothing_is_found_it_offers_other_words_and_ways_on(client):
    make_indexed("Sciatica at work")

    text = client.get("/search/?q=siatica").text

    assert "Nothing found for “siatica”" in text
    assert 'Did you mean <a href="/search/?q=sciatica">sciatica</a>?' in text
    assert 'href="/category/back-pain/"' in text
    assert 'href="/sciatica-at-work/"' in text


def test_where_a_narrowed_search_finds_nothing_it_leads_to_the_wide_one(client):
    make_indexed("Knee")
    make_category("Sleep")

    text = client.get("/search/?q=knee&cat=sleep").text

    assert '<a href="/search/?q=knee">' in text
    assert "There is 1 result in all topics" in " ".join(text.split())


def test_a_search_takes_as_many_queries_for_one_result_as_for_twenty(
    client, django_assert_max_num_queries
):
    make_indexed("Knee 0")
    with django_assert_max_num_queries(16) as for_one:
        client.get("/search/?q=knee")

    for number in range(1, 20):
        make_indexed(f"Knee {number}", author=make_author(f"Writer {number}"))
    with django_assert_max_num_queries(16) as for_twenty:
        client.get("/search/?q=knee")

    assert len(for_one) == len(for_twenty)


def test_who_asks_again_and_again_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(views, "LIMITER", Limiter(limit=2, seconds=60))

    answers = [client.get("/search/?q=knee") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Too many searches" in answers[2].text
    assert answers[2]["Retry-After"] == "60"
    assert client.get("/search/?q=knee", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/search/").status_code == 200


def test_a_limit_ends_with_its_time_and_counts_a_network_as_one(time_machine):
    limiter = Limiter(limit=1, seconds=0.0)
    assert limiter.allow("192.0.2.1")
    assert limiter.allow("192.0.2.1")

    lasting = Limiter(limit=1, seconds=60)
    assert lasting.allow("2001:db8::1")
    assert not lasting.allow("2001:db8::2")
    assert lasting.allow("2001:db8:0:1::1")


def test_a_limit_remembers_no_more_than_it_may():
    limiter = Limiter(limit=1, seconds=60)

    for number in range(MOST + 5):
        limiter.allow(f"address {number}")

    assert len(limiter._windows) <= MOST


def test_what_nobody_found_is_counted_for_the_desk_without_who_asked(client, counted):
    for _ in range(2):
        client.get("/search/?q=Kettlebell")
    assert not SearchMiss.objects.exists()

    counted.write()
    client.get("/search/?q=kettlebell")
    counted.write()

    miss = SearchMiss.objects.get()
    assert (miss.query, miss.count) == ("kettlebell", 3)


@pytest.mark.parametrize(
    "typed", ["jo@example.org", "jo @ home", "0171 2345678", "+44 (0)20 7946-0000", "x" * 150]
)
def test_what_may_name_a_person_is_not_kept(client, typed, counted):
    client.get("/search/", {"q": typed})
    counted.write()

    assert not SearchMiss.objects.exists()


def test_a_narrowed_search_and_one_that_finds_something_are_not_counted(client, counted):
    make_indexed("Knee")
    make_category("Sleep")
    client.get("/search/?q=knee")
    client.get("/search/?q=knee&cat=sleep")
    counted.write()

    assert not SearchMiss.objects.exists()


def test_only_so_many_searches_are_kept_and_those_for_a_year(monkeypatch, time_machine, counted):
    monkeypatch.setattr(misses, "MOST_KEPT", 2)
    for word in ("one", "two", "three"):
        counted.count(word)
    counted.write()
    assert SearchMiss.objects.count() == 2

    time_machine.move_to(now() + misses.KEPT * 1.01)
    assert misses.forget() == 2


def test_the_desk_shows_what_was_not_found_to_who_may_see_it(client):
    SearchMiss.objects.create(query="kettlebell", count=7)
    editor = User.objects.create_user("editor", is_staff=True)
    client.force_login(editor)
    assert "kettlebell" not in client.get("/admin/").text

    editor.user_permissions.add(Permission.objects.get(codename="view_searchmiss"))
    assert "“kettlebell”" in client.get("/admin/").text
    assert "kettlebell" in client.get("/admin/articles/searchmiss/").text


def test_the_search_page_without_words_is_kept_by_the_front(front):
    assert front.get("/search/").headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in front.get("/search/?q=knee").headers

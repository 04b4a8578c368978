"""The header's and the footer's menus: what they show, from when, and who fills them."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now

from articles import menus
from articles.models import Article, Category, Menu, MenuItem
from articles.templatetags.menu_tags import menu
from backpain import pages
from tests.articles.factories import HIDDEN
from tests.factories import make_article, make_author, make_category, make_page
from tests.forms_as_posted import as_posted

PUBLISH = {"_publish": "Publish", "standfirst": "Who we are.", "override": "It will do."}


def links(client, place, path="/"):
    """Return name -> aria-current of the links in the menu at `place` of the page at `path`."""
    context = client.get(path).context
    return {link.name: link.current for link in menu(context, place)}


def put(place, *things, **fields):
    found = Menu.objects.get(place=place)
    for position, thing in enumerate(things):
        kind = "category" if isinstance(thing, Category) else "page"
        MenuItem.objects.create(menu=found, position=position, **{kind: thing}, **fields)


@pytest.mark.django_db
def test_there_are_two_menus_and_making_them_again_adds_none():
    menus.make(sender=None, using="default", apps=apps)

    assert sorted(Menu.objects.values_list("place", flat=True)) == ["footer", "header"]


@pytest.mark.django_db(transaction=True)
def test_the_menus_are_there_after_a_flush():
    call_command("flush", interactive=False, verbosity=0)

    assert Menu.objects.count() == 2


@pytest.mark.django_db
def test_a_database_from_before_there_were_menus_is_left_alone():
    before = type("Apps", (), {"get_model": staticmethod(_no_model)})
    Menu.objects.all().delete()

    menus.make(sender=None, using="default", apps=before)

    assert not Menu.objects.exists()


def _no_model(*names):
    raise LookupError


@pytest.mark.django_db
def test_an_empty_header_shows_the_widest_categories_in_their_order(client):
    make_category("Sleep", position=2)
    back = make_category("Back Pain", position=1)
    make_category("Sciatica", parent=back)
    make_page("About")

    assert list(links(client, "header")) == ["Back Pain", "Sleep"]


@pytest.mark.django_db
def test_an_empty_footer_shows_categories_and_all_pages_that_are_published(client):
    make_category("Sleep")
    make_page("Privacy")
    make_page("About")
    make_page("Draft", status=Article.Status.DRAFT)
    make_page("Withdrawn", status=Article.Status.WITHDRAWN)
    make_article("An article")

    assert list(links(client, "footer")) == ["Back Pain", "Sleep", "About", "Privacy"]


@pytest.mark.django_db
def test_a_filled_menu_shows_its_entries_in_order_and_nothing_else(client):
    make_category("Sleep")
    sciatica = make_category("Sciatica", parent=make_category())
    put("header", make_page("Who writes here"), sciatica)
    put("footer", make_page("Contact"), label="Write to us")

    assert list(links(client, "header")) == ["Who writes here", "Sciatica"]
    assert list(links(client, "footer")) == ["Write to us"]


@pytest.mark.django_db
@pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
def test_a_page_that_readers_may_not_see_is_in_no_menu_and_leaves_the_rest(client, fields):
    page = make_page("Later", **fields)
    put("header", page, make_category())
    put("footer", page, make_category())

    assert list(links(client, "header")) == ["Back Pain"]
    assert list(links(client, "footer")) == ["Back Pain"]


def test_the_clock_brings_a_page_into_the_menu_and_takes_it_out(front):
    moment = now()
    hour = timedelta(hours=1)
    page = make_page("Soon", publish_at=moment + hour, unpublish_at=moment + 2 * hour)
    put("header", page)

    shown = []
    for hours in (0, 1, 2):
        with time_machine.travel(moment + hours * hour + timedelta(seconds=1), tick=False):
            shown.append(">Soon</a>" in front.get("/").text)

    assert shown == [False, True, False]


def test_a_change_of_a_page_renews_every_page_that_names_it(front, admin_client):
    page = make_page("Old name")
    assert "Old name" in front.get("/").text

    url = reverse("admin:articles_article_change", args=[page.pk])
    response = admin_client.get(url)
    answer = admin_client.post(url, as_posted(response) | {"title": "New name", **PUBLISH})

    assert answer.status_code == 302, answer.context["errors"]
    assert "New name" in front.get("/").text
    answer = admin_client.post(
        url, as_posted(admin_client.get(url)) | {"kind": "article", **PUBLISH}, follow=True
    )
    assert "File the article under a category" in answer.text
    category = make_category()
    changes = {"kind": "article", "categories": [category.pk], **PUBLISH}
    changes |= {"byline_set-0-author": [make_author().pk]}
    answer = admin_client.post(url, as_posted(admin_client.get(url)) | changes)
    assert answer.status_code == 302, answer.context["errors"]
    footer = front.get("/").text.partition("<footer")[2]
    assert "New name" not in footer


def test_an_entry_that_is_added_at_the_desk_is_seen_at_once(front, admin_client):
    page = make_page("Who writes here")
    make_category()
    assert front.get("/").text.count("Who writes here") == 1

    header = Menu.objects.get(place="header")
    data = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-menu": str(header.pk),
        "items-0-page": str(page.pk),
        "items-0-position": "0",
    }
    answer = admin_client.post(reverse("admin:articles_menu_change", args=[header.pk]), data)

    assert answer.status_code == 302
    assert front.get("/").text.count("Who writes here") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("is_both", [True, False])
def test_an_entry_leads_to_a_category_or_a_page(admin_client, is_both):
    header = Menu.objects.get(place="header")
    data = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-menu": str(header.pk),
        "items-0-label": "Nowhere",
        "items-0-position": "0",
    }
    if is_both:
        data |= {"items-0-page": str(make_page().pk), "items-0-category": str(make_category().pk)}

    answer = admin_client.post(reverse("admin:articles_menu_change", args=[header.pk]), data)

    assert "Choose a category or a page, one of the two." in answer.text
    assert not MenuItem.objects.exists()


@pytest.mark.django_db
def test_nobody_adds_or_deletes_a_menu(admin_client):
    header = Menu.objects.get(place="header")

    assert admin_client.get(reverse("admin:articles_menu_add")).status_code == 403
    delete = reverse("admin:articles_menu_delete", args=[header.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.django_db
def test_only_pages_are_offered_for_a_menu(admin_client):
    make_article("Backs at work")
    make_page("Backs and us")

    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"term": "Backs", "app_label": "articles", "model_name": "menuitem", "field_name": "page"},
    )

    assert [found["text"] for found in answer.json()["results"]] == ["Backs and us"]


@pytest.mark.django_db
def test_the_menu_says_where_the_reader_is(client):
    back = make_category()
    article = make_article()
    article.categories.set([make_category("Sciatica", parent=back)])
    make_category("Sleep")
    put("footer", back, make_page("About"))

    assert links(client, "header", "/category/back-pain/")["Back Pain"] == "page"
    assert links(client, "header", "/category/sciatica/")["Back Pain"] == "true"
    assert links(client, "header", article.get_absolute_url()) == {"Back Pain": "true", "Sleep": ""}
    assert links(client, "footer", "/about/")["About"] == "page"


@pytest.mark.django_db
def test_all_menus_of_a_page_cost_one_query_however_many_entries(rf, django_assert_num_queries):
    put("header", *(make_category(f"Category {number}") for number in range(5)))
    for number in range(5):
        make_page(f"Page {number}")
    request = rf.get("/")

    with django_assert_num_queries(1):
        assert len(menus.entries(request, "header")) == 5
        assert len(menus.entries(request, "footer")) == 10


@pytest.mark.django_db
def test_a_menu_is_right_only_until_one_of_its_pages_ends(rf):
    ends_at = now() + timedelta(days=3)
    make_page("About", unpublish_at=ends_at)
    request = rf.get("/")
    request.page = pages.Page()

    [entry] = menus.entries(request, "footer")

    assert (entry.name, entry.is_page, entry.ends_at) == ("About", True, ends_at)
    assert request.page.until == ends_at


@pytest.mark.django_db
def test_the_footer_has_what_the_publisher_and_the_site_offer(client):
    make_page("Corrections")
    make_category()

    text = client.get("/").text
    footer = text[text.index("<footer") :]

    for name in ("Back Pain", "Corrections", "How we treat your address", "Newsletter"):
        assert f">{name}</a>" in footer


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/about/", "/nowhere/"])
def test_every_page_offers_one_field_to_search_the_site(client, path):
    make_page("About")

    text = client.get(path).text
    masthead = text[text.index("<header") : text.index("</header>")]

    assert '<form class="search-field" role="search" action="/search/" method="get">' in masthead


@pytest.mark.django_db
def test_the_page_of_the_search_has_no_second_field(client):
    assert client.get("/search/").text.count('type="search"') == 1

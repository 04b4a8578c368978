"""The pictures in an article's text: described like those of the library."""

import pytest
from django.urls import reverse

from articles.models import Article, Picture
from articles.pictures.in_text import describe
from tests.articles.picture_data import make_picture
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_picture_in_the_text_gets_the_librarys_words_where_it_has_none():
    picture = make_picture(words='Jo "stretches" & rests')

    body, problems = describe(f'<figure><img src="{picture.file.url}"></figure>')

    assert problems == []
    assert body == (
        '<figure><img alt="Jo &quot;stretches&quot; &amp; rests" '
        f'src="{picture.file.url}"></figure>'
    )


def test_an_editors_own_words_stand_before_the_librarys():
    body = f'<p><img alt="Bend > and stretch" src="{make_picture().file.url}"></p>'

    assert describe(body) == (body, [])


def test_a_decorative_picture_in_the_text_stays_silent():
    picture = make_picture()
    Picture.objects.update(is_decorative=True, alternative_text="")

    body, problems = describe(f'<p><img src="{picture.file.url}" alt=""></p>')

    assert (body, problems) == (f'<p><img alt="" src="{picture.file.url}"></p>', [])


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ('<img src="https://elsewhere.example/a.jpg" alt="x">', "not from the library"),
        (f'<img src="/media/{"0" * 32}.webp" alt="x">', "not in the library any more"),
        ('<img src="{picture}" alt="IMG_1.jpg">', "name of a file"),
        ('<img src="{orphan}" alt="">', "no alternative text"),
    ],
)
def test_a_picture_in_the_text_that_does_not_do_is_named(tag, words):
    orphan = make_picture("red")
    Picture.objects.filter(pk=orphan.pk).delete()
    places = {"picture": make_picture().file.url, "orphan": orphan.file.url}

    _body, [problem] = describe(f"<p>{tag.format(**places)}</p>")

    assert words in problem


def test_an_article_is_not_saved_with_a_picture_that_says_nothing(admin_client):
    article = make_article(body="<p>Old.</p>")
    body = f'<p><img src="{make_picture().file.url}" alt="DSC_0001.jpg"></p>'

    page = admin_client.post(
        reverse("admin:articles_article_change", args=[article.pk]), {"body": body}
    )

    assert "name of a file" in page.text
    assert Article.objects.get().body == "<p>Old.</p>"

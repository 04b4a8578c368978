"""What a designer would rather not see: very long, very short and very empty things.

`make` writes them into a running site and prints the addresses of private pages as JSON; `unmake`
takes all of it back, because other journeys read the same site.
"""

import json
import sys
from datetime import timedelta

from django.utils.timezone import now

from articles import publishing
from articles.models import Article, Author, Byline, Category, ChangeNote, Picture, Source, Tag
from backpain import pages
from comments.models import Comment
from newsletter import tokens
from newsletter.models import Subscriber

WORD = "Lendenwirbelsäulenbandscheibenvorfallsoperationsnachsorge"
UNBROKEN = "Rücken" * 33
NAME = "Prof. Dr. Maximiliane-Alexandra von Hohenzollern-Sigmaringen zu Unterschleißheim"
ADDRESS = "https://example.org/" + "a-very-long-folder/" * 8 + "paper.pdf"
BODY = f"""
<p>{UNBROKEN} and <a href="{ADDRESS}">{ADDRESS}</a>.<sup>[1]</sup></p>
<h2>{WORD}</h2><p>One.</p><h2>Two</h2><p>Two.</p><h3>{UNBROKEN}</h3><p>Three.</p>
<h2>Four</h2>
<table><tbody><tr>{"<th><p>A wide column</p></th>" * 9}</tr>
<tr>{"<td><p>Zwischenwirbelscheibe</p></td>" * 9}</tr></tbody></table>
<pre><code>{"x = 1; " * 60}</code></pre>
"""


def make() -> None:
    """Make everything awkward and print where it stands."""
    within = Category.objects.get(slug="strength")
    nested = Category.objects.create(name=WORD, slug="nested", parent=within)
    Category.objects.create(name="Nothing yet", slug="empty", parent=within)
    long = _article("awkward-long", UNBROKEN, standfirst=f"{WORD} {WORD}", body=BODY)
    long.categories.add(nested, *Category.objects.exclude(pk=nested.pk))
    long.tags.add(Tag.objects.create(name=UNBROKEN[:100], slug="long"))
    for place, name in enumerate([NAME, WORD]):
        author = Author.objects.create(
            name=name, slug=f"long-{place}", credentials="M.D., " * 12, biography=WORD
        )
        Byline.objects.create(article=long, author=author, position=place)
    Source.objects.create(article=long, citation=UNBROKEN, url=ADDRESS)
    _thread(long)
    bare = _article("awkward-bare", "Ice", body="<p>No.</p>")
    retracted = _article("awkward-retracted", "Magnets, a second look", picture=_picture())
    ChangeNote.objects.create(
        article=retracted, kind=ChangeNote.Kind.RETRACTION, text="Its data were made up."
    )
    for article in (long, bare, retracted):
        publishing.refresh(article)
    sys.stdout.write(json.dumps({**_letters(), **_comments(bare)}))


def unmake() -> None:
    """Take back all that `make` made."""
    Article.objects.filter(slug__startswith="awkward-").delete()
    Category.objects.filter(slug__in=["nested", "empty"]).delete()
    Tag.objects.filter(slug="long").delete()
    Author.objects.filter(slug__startswith="long-").delete()
    Subscriber.objects.filter(email__endswith="@awkward.example").delete()
    pages.changed("site", "articles")


def _article(slug: str, title: str, **fields) -> Article:
    when = now() - timedelta(days=900)
    return Article.objects.create(
        **{"body": "<p>Words.</p>", **fields},
        slug=slug,
        title=title[:200],
        status=Article.Status.PUBLISHED,
        publish_at=when,
        updated_at=when + timedelta(days=1),
    )


def _picture() -> Picture:
    return Picture.objects.exclude(file="").order_by("pk")[0]


def _thread(article: Article) -> None:
    parent = None
    for number in range(6):
        parent = _comment(article, parent=parent, name=(NAME, WORD)[number % 2], body=UNBROKEN)


def _comment(article: Article, status: str = Comment.Status.APPROVED, **fields) -> Comment:
    fields = {"name": "Ann", "body": "Words.", "email": "ann@example.org", **fields}
    return Comment(article=article, status=status, **fields).keep()


def _comments(article: Article) -> dict[str, str]:
    states = {status: _comment(article, status) for status in Comment.Status}
    gone = _comment(article)
    gone.bin(None)
    ways = {f"comment {status}": comment.status_url for status, comment in states.items()}
    return {**ways, "comment removed": gone.get_absolute_url()}


def _letters() -> dict[str, str]:
    moment = now()
    active = _subscriber("active", confirmed_at=moment, status="active")
    left = _subscriber("left", unsubscribed_at=moment, status="unsubscribed")
    token = tokens.new_confirm_token()
    _subscriber(
        "new", confirm_hash=tokens.hashed(token), confirm_expires_at=moment + timedelta(days=1)
    )
    return {
        "confirm": f"/newsletter/confirm/{token}/",
        "unsubscribe": f"/newsletter/unsubscribe/{active.unsubscribe_token}/",
        "left": f"/newsletter/unsubscribe/{left.unsubscribe_token}/",
        "no letters": f"/newsletter/unsubscribe/{tokens.new_unsubscribe_token()}/",
    }


def _subscriber(name: str, **fields) -> Subscriber:
    address = f"{name}@awkward.example"
    return Subscriber.objects.create(email=address, email_key=address, **fields)

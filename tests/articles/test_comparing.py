"""How two revisions differ: see articles.revisions.comparing."""

import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.models import Series, Tag
from articles.revisions.alignment import Budget, runs
from articles.revisions.comparing import changes, has_substance, summary
from articles.revisions.content import content_of
from tests.articles.factories import make_picture
from tests.factories import make_article, make_author, make_category

HOSTILE = json.loads((Path(__file__).parents[1] / "data/hostile.json").read_text())
TEMPLATE = "admin/articles/revision/_changes.html"


def shown(before, after):
    """Return what the desk shows of the difference, with plain marks for what went and came."""
    html = str(render_to_string(TEMPLATE, {"changes": changes(before, after)}))
    html = html.partition('<div class="changes">')[2]
    html = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", html)
    html = re.sub(r"<del>\s*(.*?)\s*</del>", r"[-\1-]", html, flags=re.DOTALL)
    html = re.sub(r"<ins>\s*(.*?)\s*</ins>", r"[+\1+]", html, flags=re.DOTALL)
    html = re.sub(r"</?(div|p|li|ul|dl|dt|dd|h3|section|summary|details)\b[^>]*>", "\n", html)
    text = re.sub(r"<[^>]*>", "", html).replace("&quot;", '"').replace("&#x27;", "'")
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def bodies(before, after):
    """Return the lines that are shown of two bodies."""
    return shown({"body": before}, {"body": after}).splitlines()[1:]


def labels(before, after):
    return [change.label for change in changes(before, after)]


def test_revisions_that_are_the_same_have_no_differences(db):
    content = content_of(make_article("Bending"))

    assert changes(content, content) == []
    assert "Nothing differs." in shown(content, content)
    assert summary(content, content) == "Nothing changed"
    assert not has_substance(content, content)


def test_only_what_differs_is_listed_in_the_order_of_the_form():
    before = {"title": "A", "seo_title": "S", "standfirst": "Same", "tags": [1]}
    after = {"seo_title": "T", "title": "B", "standfirst": "Same", "tags": [1]}

    assert labels(before, after) == ["Title", "Title for search engines"]


def test_a_key_that_an_old_revision_lacks_is_empty():
    texts = dict.fromkeys(["standfirst", "body", "disclosure", "seo_title"], "")
    lists: dict[str, Any] = {name: [] for name in ("tags", "authors", "sources", "changes")}
    new = lists | texts | dict.fromkeys(["picture", "reviewed_on", "publish_at"])
    new |= {"kind": "article", "series_position": 0, "is_hidden_from_search": False}
    new |= {"comments_are_open": True}

    assert changes({}, new) == []
    assert changes(new, {}) == []


def test_every_part_of_a_revision_is_compared(db):
    content = content_of(make_article("Bending"))
    moments = [name for name in content if name.endswith(("_at", "_on"))]
    numbers = ["picture", "series", "reviewer", "read_next", "series_position"]
    other: dict[str, Any] = dict.fromkeys(content, "x") | dict.fromkeys(moments, "2026-05-03")
    other |= dict.fromkeys(numbers, 99)
    other |= {name: [99] for name in ("categories", "tags", "related", "authors")}
    other |= {"sources": [{"citation": "A"}], "changes": [{"text": "A"}]}
    other |= {"is_hidden_from_search": True, "comments_are_open": False}

    assert len(labels(content, other)) == len(content)


class TestLines:
    def test_words_that_came_and_went_are_marked(self):
        line = shown({"title": "Five ways to bend"}, {"title": "Six ways to bend well"})

        assert line == "Title\n[-Five-][+Six+] ways to bend [+well+]"

    def test_a_change_is_said_to_who_does_not_see_it(self):
        html = render_to_string(TEMPLATE, {"changes": changes({"title": "A b"}, {"title": "A c"})})

        assert '<del><span class="visually-hidden">removed: </span>b</del>' in html
        assert '<ins><span class="visually-hidden">added: </span>c</ins>' in html

    def test_scattered_words_that_stayed_do_not_tear_a_sentence_apart(self):
        line = shown({"title": "rest is the best cure"}, {"title": "walks are the only help"})

        assert line == "Title\n[-rest is the best cure-][+walks are the only help+]"

    def test_a_sign_is_not_part_of_the_word_before_it(self):
        assert shown({"title": "Rest, walk"}, {"title": "Rest; walk"}) == (
            "Title\nRest[-,-][+;+] walk"
        )

    def test_white_space_alone_is_named(self):
        assert shown({"title": "Rest  now"}, {"title": "Rest now"}) == (
            "Title\nRest now\nOnly white space changed."
        )

    def test_lines_of_a_text_end_where_they_ended(self):
        assert "↵" in shown({"standfirst": "One two"}, {"standfirst": "One\ntwo"})


class TestValues:
    def test_a_choice_is_named_as_the_form_names_it(self):
        lines = shown({"disclosure": ""}, {"disclosure": "sponsored"}).splitlines()

        assert lines == ["Disclosure", "[-Nothing to disclose-] [+Sponsored+]"]

    def test_a_switch_is_yes_or_no(self):
        line = shown({"is_hidden_from_search": True}, {"is_hidden_from_search": False})

        assert line == "Hidden from search engines\n[-yes-] [+no+]"

    def test_a_day_is_written_as_the_language_writes_it(self):
        with translation.override("de"):
            line = shown({"reviewed_on": "2026-05-03"}, {"reviewed_on": "2026-06-01"})

        assert line.splitlines()[1] == "[-3. Mai 2026-] [+1. Juni 2026+]"

    @pytest.mark.parametrize("value", ["2026-02-31", "someday", 7])
    def test_what_is_no_day_is_shown_as_it_is(self, value):
        assert f"[+{value}+]" in shown({}, {"reviewed_on": value})

    def test_a_moment_is_in_the_time_of_the_site(self, settings):
        settings.TIME_ZONE = "Europe/Berlin"
        with translation.override("en-gb"):
            line = shown({}, {"unpublish_at": "2026-05-03T12:00:00+00:00"})

        assert "3 May 2026" in line
        assert "14:00" in line or "2 p.m." in line

    def test_an_address_is_replaced_as_a_whole(self):
        line = shown({"slug": "back-pain"}, {"slug": "neck-pain"})

        assert line == "Slug\n[-back-pain-] [+neck-pain+]"


class TestRows:
    def test_names_that_came_and_went_are_listed(self, db):
        tags = [
            Tag.objects.create(name=name, slug=name.lower()) for name in ("Yoga", "Rest", "Gym")
        ]
        keys = [tag.pk for tag in tags]

        lines = shown({"tags": keys[:2]}, {"tags": keys[1:]}).splitlines()

        assert lines == ["Tags", "[-Yoga-]", "[+Gym+]"]

    def test_the_order_of_names_that_have_none_does_not_matter(self):
        assert changes({"tags": [2, 1]}, {"tags": [1, 2]}) == []

    def test_the_order_of_the_authors_is_shown(self, db):
        jo, lee = make_author("Jo"), make_author("Lee")

        line = shown({"authors": [jo.pk, lee.pk]}, {"authors": [lee.pk, jo.pk]})

        assert line == "Authors\nOrder before: Jo, Lee. Order now: Lee, Jo."

    def test_a_row_that_is_gone_is_named_as_such(self, db):
        lines = shown({"picture": 77, "series": 77, "tags": [77]}, {}).splitlines()

        assert lines == [
            *("Lead picture", "[-deleted picture-]"),
            *("Tags", "[-deleted tag-]", "Series", "[-deleted series-]"),
        ]

    def test_a_picture_is_shown_with_its_words(self, db):
        old = make_picture(alternative_text="A spine", file="a.webp")
        new = make_picture(alternative_text="A knee", file="b.webp")

        before, after = {"picture": old.pk}, {"picture": new.pk}
        html = render_to_string(TEMPLATE, {"changes": changes(before, after)})

        assert 'src="/media/a.webp"' in html
        assert 'src="/media/b.webp"' in html
        assert shown(before, after) == "Lead picture\n[- A spine-]\n[+ A knee+]"

    def test_rows_cost_one_query_a_model_whatever_their_number(self, db):
        few, many = (full_revision(count) for count in (1, 12))

        assert queries(few) == queries(many) == 6  # one each: see articles.revisions.rows


def full_revision(count):
    def keys(make, name):
        return [make(f"{name} {count} {number}").pk for number in range(count)]

    return {
        "authors": keys(make_author, "Author"),
        "reviewer": make_author("Dr Lee").pk,
        "categories": keys(make_category, "Category"),
        "tags": [
            Tag.objects.create(name=f"{count} {n}", slug=f"{count}-{n}").pk for n in range(count)
        ],
        "series": Series.objects.create(name="S", slug=f"s-{count}").pk,
        "related": keys(make_article, "Article"),
        "read_next": make_article(f"Next {count}").pk,
        "picture": make_picture(file=f"{count}.webp").pk,
        "sources": [{"citation": f"Source {number}"} for number in range(count)],
        "body": "<p>New.</p>" * count + '<img src="/media/x.webp" alt="x">' * count,
    }


def queries(content):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        render_to_string(TEMPLATE, {"changes": changes({}, content)})
        summary({}, content)
    return len(asked)


class TestBodies:
    def test_words_inside_a_paragraph_are_marked(self):
        assert bodies("<p>Rest for a week.</p>", "<p>Walk for a week.</p>") == [
            "[-Rest-][+Walk+] for a week."
        ]

    def test_a_paragraph_that_came_stands_where_it_came(self):
        old = "<h2>One</h2><p>Two is here.</p>"

        assert bodies(old, "<h2>One</h2><p>New.</p><p>Two is here.</p>") == [
            *("One", "[+New.+]", "Two is here.")
        ]

    def test_paragraphs_that_went_and_came_are_not_mixed(self):
        old, new = "<p>Rest in bed all week.</p>", "<p>Swimming helps some people.</p>"

        assert bodies(old, new) == ["[-Rest in bed all week.-]", "[+Swimming helps some people.+]"]

    def test_an_edited_paragraph_is_found_beside_new_ones(self):
        old = "<p>Alpha beta gamma delta.</p>"
        new = "<p>Wholly other words.</p><p>Alpha beta gamma epsilon.</p>"

        assert bodies(old, new) == [
            *("[+Wholly other words.+]", "Alpha beta gamma [-delta-] [+epsilon+].")
        ]

    def test_what_did_not_change_is_folded(self):
        same = "".join(f"<p>Paragraph {number}.</p>" for number in range(5))

        lines = bodies(f"{same}<p>Old end.</p>", f"{same}<p>New end.</p>")

        assert lines[0] == "5 unchanged paragraphs"
        assert lines[-1] == "[-Old-][+New+] end."

    def test_two_unchanged_paragraphs_are_not_folded(self):
        lines = bodies("<p>A</p><p>B</p>", "<p>A</p><p>B</p><p>C</p>")

        assert lines == ["A", "B", "[+C+]"]

    def test_items_and_rows_are_compared_one_by_one(self):
        steps = "<ol><li><p>Lie down</p></li><li><p>Sit up</p></li></ol>"
        old = f"{steps}<table><tr><td>A</td><td>B</td></tr></table>"

        lines = bodies(old, old.replace("Sit", "Stand").replace("B", "C"))

        assert lines == ["1.", "Lie down", "2.", "[-Sit-][+Stand+] up", "| A | [-B-][+C+]"]

    def test_a_marker_of_an_exercise_is_a_word(self):
        lines = bodies("<p>[exercise pelvic-tilt]</p>", "<p>[exercise bird-dog]</p>")

        assert lines == ["[exercise [-pelvic-tilt-] [+bird-dog+]]"]

    @pytest.mark.parametrize(
        ("old", "new", "note"),
        [
            ("<p>A b</p>", "<p>A <strong>b</strong></p>", "“b”: now bold"),
            ("<p>A <em>b c</em></p>", "<p>A b c</p>", "“b c”: no longer italic"),
            (
                "<p>un<strong>do</strong></p>",
                "<p><strong>un</strong>do</p>",
                "“undo”: other letters of it stand out",
            ),
            ("<h2>A</h2>", "<h3>A</h3>", "Was: heading of level 2. Is now: heading of level 3."),
            ("<p>A</p>", "<blockquote><p>A</p></blockquote>", "Was: paragraph. Is now: quotation."),
            (
                "<ul><li>A</li></ul>",
                '<ol start="3"><li>A</li></ol>',
                "Was: item of a list with bullets. Is now: item of a list with numbers from 3.",
            ),
            (
                "<ul><li>A</li><li>B</li></ul>",
                "<ul><li><p>A</p><p>B</p></li></ul>",
                "Was: item of a list with bullets. "
                "Is now: item of a list with bullets, further paragraph.",
            ),
            (
                '<p><a href="https://a.example/">A</a></p>',
                '<p><a href="https://b.example/">A</a></p>',
                "Link of “A” changed from https://a.example/ to https://b.example/",
            ),
            ("<p>A</p>", '<p><a href="tel:1">A</a></p>', "Link added to “A”: tel:1"),
            ('<p><a href="tel:1">A</a></p>', "<p>A</p>", "Link removed from “A”: tel:1"),
            (
                '<p><a href="tel:1">A</a> b</p>',
                '<p>A <a href="tel:1">b</a></p>',
                "Link added to “b”: tel:1",
            ),
            (
                '<p><a href="tel:1">old</a></p>',
                '<p><a href="tel:2">new</a></p>',
                "Link added to “new”: tel:2",
            ),
            ("", '<p>See <a href="tel:1">A</a></p>', "Link added to “A”: tel:1"),
            (
                '<img src="/media/a.webp" alt="Old">',
                '<img src="/media/a.webp" alt="New">',
                "Alternative text changed from “Old” to “New”",
            ),
            (
                "<table><tr><th>A</th></tr></table>",
                "<table><tr><td>A</td></tr></table>",
                "“A”: no longer heading of the table",
            ),
            (
                "<table><tr><td>A</td></tr></table>",
                '<table><tr><td colspan="2">A</td></tr></table>',
                "“A”: now cell over several columns or rows 2\N{MULTIPLICATION SIGN}1",
            ),
        ],
    )
    def test_what_is_not_to_be_seen_in_words_is_said(self, old, new, note):
        assert note in bodies(old, new)

    def test_what_is_not_to_be_seen_at_all_is_said_once(self):
        assert bodies("<p>A</p>", "<p>A</p><script>1</script>") == [
            "Only white space or the markup changed."
        ]

    def test_a_raised_figure_is_another_one(self):
        lines = bodies("<p>102</p>", "<p>10<sup>2</sup></p>")

        assert lines == ["[-102-]", "[+102+]"] or lines == ["[-102-][+102+]"]

    def test_a_picture_of_the_text_is_shown_before_and_after(self):
        before = {
            "body": '<figure><img src="/media/a.webp" alt="A"><figcaption>C</figcaption></figure>'
        }
        after = {"body": before["body"].replace("a.webp", "b.webp")}

        html = render_to_string(TEMPLATE, {"changes": changes(before, after)})

        assert re.search(r'<del>(?:(?!</del>).)*src="/media/a.webp"', html)
        assert re.search(r'<ins>(?:(?!</ins>).)*src="/media/b.webp"', html)

    def test_a_picture_from_elsewhere_is_asked_for_by_no_browser(self):
        html = "".join(bodies("", '<p><img src="https://thief.example/x.png" alt="x"></p>'))

        assert "thief" not in html
        assert "picture that is not from the library" in html


class TestHostileInput:
    @pytest.mark.parametrize("source", HOSTILE)
    @pytest.mark.parametrize("name", ["title", "body", "sources", "canonical_url"])
    def test_nothing_that_a_revision_holds_runs(self, name, source):
        old = source.replace("alert(1)", "alert(2)") + " old"
        before, after = ({name: kept(name, text)} for text in (old, f"{source} new"))

        html = render_to_string(TEMPLATE, {"changes": changes(before, after)})

        assert dangers(html) == []
        assert dangers(render_to_string(TEMPLATE, {"changes": changes({}, after)})) == []

    def test_markup_is_well_formed_whatever_the_body_leaves_open(self):
        source = "<ul><li><p>a<strong>b<table><tr><td>c<p>d</ul><blockquote>" * 9

        html = render_to_string(TEMPLATE, {"changes": changes({}, {"body": source})})

        parser = html5lib.HTMLParser(strict=False)
        parser.parseFragment(html)
        assert [name for _, name, _ in parser.errors] == []

    def test_elements_a_thousand_deep_are_read(self):
        assert bodies("", "<blockquote>" * 3000 + "Deep")[0] == "[+Deep+]"


def kept(name, text):
    return [{"citation": text, "url": text}] if name == "sources" else text


def dangers(html):
    """Return what a browser would run or load from elsewhere."""
    document = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    allowed = {
        *("p", "div", "section", "h3", "ins", "del", "span", "ul", "li", "dl", "dt", "dd", "br"),
        *("details", "summary", "strong", "em", "sub", "sup", "s", "u", "code", "img"),
    }
    found = []
    for element in list(document.iter())[1:]:
        strange = set(element.attrib) - {"class", "src", "alt", "loading"}
        if element.tag not in allowed or strange:
            found.append((element.tag, dict(element.attrib)))
        if element.tag == "img" and not element.get("src").startswith("/media/"):
            found.append(element.get("src"))
    return found


class TestSources:
    def test_a_source_is_known_again_by_its_doi(self):
        old = {"citation": "Smith 2019. Backs.", "doi": "10.1000/x"}
        new = {"citation": "Jones 2020. Necks and shoulders.", "doi": "10.1000/x"}

        lines = shown({"sources": [old]}, {"sources": [new]}).splitlines()

        assert lines[:3] == ["Sources", "1.", "Citation"]
        assert "DOI" not in lines
        assert not any("added" in line for line in lines)

    def test_a_source_is_known_again_by_its_words(self):
        old, new = "Smith J. Low back pain. 2019.", "Smith J. Low back pain. 2020."

        lines = shown(sources(old), sources(new)).splitlines()

        assert lines == ["Sources", "1.", "Citation", "Smith J. Low back pain. [-2019-] [+2020+]."]

    def test_the_part_that_changed_is_shown_under_the_words_that_stayed(self):
        before, after = sources("Smith", kind="other"), sources("Smith", kind="study")

        lines = shown(before, after).splitlines()

        assert lines == ["Sources", "1. Smith", "Kind", "[-Other-] [+Study+]"]

    def test_sources_that_came_and_went_are_listed(self):
        lines = shown(sources("Smith on backs"), sources("Jones about necks")).splitlines()

        assert lines == [
            *("Sources", "1.", "[+added+]", "Citation", "[+Jones about necks+]"),
            *("1.", "[-removed-]", "Citation", "[-Smith on backs-]"),
        ]

    def test_other_numbers_are_said_because_the_text_points_to_them(self):
        lines = shown(sources("Smith", "Jones"), sources("Jones", "Smith")).splitlines()

        assert lines == ["Sources", "Other numbers: 2 → 1, 1 → 2"]

    def test_a_column_that_an_old_revision_lacks_is_no_difference(self):
        assert changes({"sources": [{"citation": "A"}]}, sources("A", archived_url="")) == []

    def test_entries_for_the_public_history_are_shown(self):
        note = {"kind": "correction", "text": "The dose was wrong.", "at": "2026-05-03T12:00:00Z"}

        lines = shown({"changes": []}, {"changes": [note]}).splitlines()

        assert lines[0] == "Public history"
        assert "[+The dose was wrong.+]" in lines
        assert "[+Correction+]" in lines


def sources(*citations, **columns):
    return {"sources": [{"citation": citation, **columns} for citation in citations]}


class TestSummary:
    def test_it_names_the_fields_and_measures_the_body(self):
        before = {"title": "A", "body": "<p>One two three.</p>", "sources": []}
        after = {"title": "B", "body": "<p>One four five six.</p>", **sources("A")}

        assert summary(before, after) == "Title, body (3 words added, 2 words removed), sources"

    def test_one_word_is_singular(self):
        assert summary({"body": "<p>A</p>"}, {"body": "<p>A b</p>"}) == "Body (1 word added)"

    def test_formatting_is_called_so(self):
        before, after = {"body": "<p>A</p>"}, {"body": "<h2><em>A</em></h2>"}

        assert summary(before, after) == "Body (formatting only)"

    def test_words_that_moved_are_no_formatting(self):
        before, after = {"body": "<p>A</p><p>B</p>"}, {"body": "<p>B</p><p>A</p>"}

        assert summary(before, after) == "Body"


class TestSubstance:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ({"title": "A"}, {"title": "B"}),
            ({"standfirst": "A"}, {"standfirst": "B"}),
            ({"body": "<p>Take 1.</p>"}, {"body": "<p>Take 2.</p>"}),
            ({"body": "<p>A</p><p>B</p>"}, {"body": "<p>B</p><p>A</p>"}),
            ({"body": "<h2>A</h2>"}, {"body": "<h2>B</h2>"}),
            ({"body": "<p>102</p>"}, {"body": "<p>10<sup>2</sup></p>"}),
            ({"body": "<p>[exercise a]</p>"}, {"body": "<p>[exercise b]</p>"}),
            ({"body": '<img src="/media/a.webp">'}, {"body": '<img src="/media/b.webp">'}),
            (
                {"body": '<img src="/media/a.webp" alt="A">'},
                {"body": '<img src="/media/a.webp" alt="B">'},
            ),
            ({"body": '<p><a href="tel:1">A</a></p>'}, {"body": '<p><a href="tel:2">A</a></p>'}),
            ({"sources": []}, {"sources": [{"citation": "A"}]}),
        ],
    )
    def test_what_readers_rely_on_counts(self, before, after):
        assert has_substance(before, after)
        assert has_substance(after, before)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ({"title": "A  b"}, {"title": "A b "}),
            ({"body": "<p>A b</p>"}, {"body": "<p>A</p><p>b</p>"}),
            ({"body": "<p>A <em>b</em></p>"}, {"body": "<h2>A<br><strong>b</strong></h2>"}),
            ({"body": "<p>A</p>"}, {"body": "<p>A</p><p></p><hr>"}),
            ({"tags": [1], "seo_title": "A"}, {"tags": [2], "seo_title": "B"}),
            ({"sources": [{"citation": "A"}]}, {"sources": [{"citation": "A", "doi": ""}]}),
        ],
    )
    def test_white_space_looks_and_filing_do_not(self, before, after):
        assert not has_substance(before, after)


class TestCost:
    def test_no_comparison_takes_more_steps_than_it_may(self):
        budget = Budget(total=5000, each=2000)
        one = [f"a{number % 7}" for number in range(3000)]
        other = [f"a{number % 5}" for number in range(3000)]

        found = [runs(one, other, budget) for _ in range(9)]

        assert budget.total > -3 * 6000  # what was begun is ended, with one round more
        assert all(len(run) <= 3 for run in found)

    def test_steps_that_suffice_find_the_longest_text_in_common(self):
        found = runs(["the", "cat", "sat"], ["a", "cat", "often", "sat"], Budget(99, 99))

        assert [(run.is_same, run.i1, run.i2, run.j1, run.j2) for run in found] == [
            *((False, 0, 1, 0, 1), (True, 1, 2, 1, 2)),
            *((False, 2, 2, 2, 3), (True, 2, 3, 3, 4)),
        ]

    def test_a_paragraph_of_20000_words_shows_the_one_that_changed(self):
        text = " ".join(f"word{number}" for number in range(20_000))

        (line,) = bodies(f"<p>{text}</p>", f"<p>{text.replace('word77 ', 'other ')}</p>")

        assert line.count("[-") == 1
        assert "[-word77-] [+other+]" in line

    def test_a_paragraph_too_different_is_replaced_as_a_whole(self):
        old, new = (" ".join(f"{one}{n} same{n}" for n in range(2000)) for one in "ab")

        lines = bodies(f"<p>{old}</p>", f"<p>{new}</p>")

        assert sum(line.count("[-") for line in lines) == 1

    def test_beyond_its_words_a_comparison_shows_paragraphs_whole(self, monkeypatch):
        monkeypatch.setattr("articles.revisions.words.MOST_WORDS", 12)
        old = "<p>Alpha beta gamma one.</p><p>Delta eta theta one.</p>"

        lines = bodies(old, old.replace("one", "two"))

        assert lines == [
            "Alpha beta gamma [-one-] [+two+].",
            "[-Delta eta theta one.-] [+Delta eta theta two.+]",
        ]

    def test_two_thousand_paragraphs_are_aligned(self):
        numbers = range(2000)
        old = "".join(f"<p>Paragraph number {number} here.</p>" for number in numbers)
        new = old.replace("number 7 ", "number seven ").replace("number 1990 ", "number many ")

        lines = bodies(old, new)

        assert [line for line in lines if "[-" in line] == [
            "Paragraph number [-7-] [+seven+] here.",
            "Paragraph number [-1990-] [+many+] here.",
        ]

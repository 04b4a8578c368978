"""The desk for redirects: a form that says what would not work, tables in and out."""

import csv
import io
import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Redirect, Tag
from articles.redirects import forms, importing
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_redirect_changelist")
ADD = reverse("admin:articles_redirect_add")
IMPORT = reverse("admin:articles_redirect_import")
EXPORT = reverse("admin:articles_redirect_export")


@pytest.fixture
def editor(admin_client):
    return admin_client


def add(client, path, url="", **fields):
    fields = {"path": path, "url": url, "kind": 301, "article": "", "reason": "", **fields}
    return client.post(ADD, fields, follow=True)


def problems(page) -> list[str]:
    """Return the sentences that a form shows at its fields."""
    lists = re.findall(r'<ul class="errorlist"[^>]*>(.*?)</ul>', page.text, re.DOTALL)
    return [unescape(words) for each in lists for words in re.findall("<li>(.*?)</li>", each)]


def upload(client, text):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile("old.csv", content, "text/csv")})


def confirm(client, page):
    [table] = re.findall(r'name="table" value="([^"]*)"', page.text)
    return client.post(IMPORT, {"table": table}, follow=True)


def rows_of(page) -> list[list[str]]:
    """Return the cells of the table that shows what an import would do."""
    table = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    lines = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [
        [unescape(cell).strip() for cell in re.findall(r"<td>(.*?)</td>", line, re.DOTALL)]
        for line in lines
    ]


class TestTheForm:
    def test_a_path_is_kept_in_its_one_form(self, editor):
        make_article("Backs")

        add(editor, "https://old.example/Old%20Page?utm_source=x", "/backs/")

        assert Redirect.objects.get().path == "/old page/"

    @pytest.mark.parametrize("typed", ["/category/necks/", "http://localhost:8000/category/Necks"])
    def test_a_target_is_kept_as_the_thing_that_stands_there(self, editor, typed, client):
        category = make_category("Necks")

        add(editor, "/old/", typed)

        row = Redirect.objects.get()
        assert (row.category, row.url, row.origin) == (category, "", "manual")
        category.slug = "throats"
        category.save()
        assert client.get("/old/").headers["Location"] == "/category/throats/"

    def test_a_chosen_article_is_a_target(self, editor):
        article = make_article("Backs")

        add(editor, "/old/", article=article.pk)

        assert Redirect.objects.get().article == article

    def test_a_target_with_a_fragment_stays_an_address(self, editor):
        make_article("Backs")

        add(editor, "/old/", "/backs/#sources")

        assert Redirect.objects.get().url == "/backs/#sources"

    def test_an_address_of_a_list_page_stays_an_address(self, editor):
        make_category("Necks")

        add(editor, "/old/", "/category/necks/page/2/")

        assert Redirect.objects.get().url == "/category/necks/page/2/"

    def test_an_old_address_as_target_becomes_what_that_leads_to(self, editor):
        article = make_article("Backs")
        add(editor, "/older/", "/backs/")

        add(editor, "/oldest/", "/older/")

        assert Redirect.objects.get(path="/oldest/").article == article

    def test_another_site_is_allowed_and_pointed_out(self, editor):
        page = add(editor, "/old/", "https://example.org/x")

        assert "It leads to another site: example.org." in page.text
        assert Redirect.objects.get().url == "https://example.org/x"

    def test_gone_needs_no_target_and_may_name_an_article(self, editor, client):
        add(editor, "/old/", kind=410, reason="It was wrong.")
        add(editor, "/older/", kind=410, article=make_article("Backs").pk)

        assert "It was wrong." in client.get("/old/").text
        assert 'href="/backs/"' in client.get("/older/").text

    @pytest.mark.parametrize(
        ("path", "url", "words"),
        [
            ("/old/", "/nowhere/", "Nothing stands at /nowhere/."),
            ("/old/", "/old", "It would lead to itself."),
            ("/backs/", "/", "A page stands at /backs/: nobody would be led on."),
            ("/BACKS", "/", "A page stands at /backs/: nobody would be led on."),
            ("/category/back-pain/", "/", "A page stands at /category/back-pain/:"),
            ("/", "/backs/", "The home page stays where it is."),
            ("/?utm_source=x", "/backs/", "The home page stays where it is."),
            ("/admin/old/", "/backs/", "/admin/old/ belongs to the site itself."),
            ("/static/old.css", "/backs/", "/static/old.css belongs to the site itself."),
            ("/old/", "", "Choose an article or write an address."),
            ("/old/", "//evil.example/", "Write a path of this site, or a full address"),
            ("/old/", "/\\evil.example/", "Write a path of this site, or a full address"),
            ("/old/", "javascript:alert(1)", "Write a path of this site, or a full address"),
            ("/old/", "https://a@evil.example/", "Write a path of this site, or a full address"),
            ("/o\\ld/", "/backs/", "Write a path of this site, such as /old-article/."),
            ("http://[", "/backs/", "This is no address."),
        ],
    )
    def test_what_would_not_work_is_refused_with_a_sentence(self, editor, path, url, words):
        make_article("Backs")

        page = add(editor, path, url)

        assert any(problem.startswith(words) for problem in problems(page)), problems(page)
        assert not Redirect.objects.exists()

    def test_a_number_of_wordpress_is_a_path(self, editor, client):
        make_article("Backs")

        add(editor, "/?p=12", "/backs/")

        assert client.get("/?p=12").headers["Location"] == "/backs/"

    def test_a_circle_is_refused_and_named(self, editor):
        Redirect.objects.create(path="/b/", url="/c/")
        Redirect.objects.create(path="/c/", url="/a/")

        page = add(editor, "/a/", "/b/")

        assert "It would run in a circle: /a/ → /b/ → /c/ → /a/." in problems(page)

    def test_a_circle_of_others_is_no_target(self, editor):
        Redirect.objects.create(path="/b/", url="/c/")
        Redirect.objects.create(path="/c/", url="/b/")

        page = add(editor, "/a/", "/b/")

        assert "It would run in a circle: /a/ → /b/ → /c/ → /b/." in problems(page)

    def test_two_targets_are_one_too_many(self, editor):
        page = add(editor, "/old/", "/", article=make_article("Backs").pk)

        assert "Choose an article or write an address, not both." in problems(page)

    def test_one_address_has_one_redirect(self, editor):
        make_article("Backs")
        add(editor, "/old/", "/backs/")

        page = add(editor, "/OLD", "/backs/")

        assert "Redirect with this Old address already exists." in problems(page)

    def test_where_it_is_gone_only_an_article_is_named(self, editor):
        make_category("Necks")

        page = add(editor, "/old/", "/category/necks/", kind=410)

        assert "only an article can be named" in problems(page)[0]

    def test_what_readers_cannot_see_yet_is_pointed_out(self, editor):
        draft = make_article("Secret", status="draft")

        page = add(editor, "/old/", "/secret/")

        assert "Readers cannot see “Secret” now" in page.text
        assert Redirect.objects.get().article == draft

    def test_one_that_leads_to_a_tag_is_changed_without_losing_it(self, editor):
        tag = Tag.objects.create(name="Desk", slug="desk")
        row = Redirect.objects.create(path="/old/", tag=tag, hits=7)
        address = reverse("admin:articles_redirect_change", args=[row.pk])

        form = editor.get(address)
        fields = {"path": "/older/", "url": "/tag/desk/", "kind": 302, "article": "", "reason": ""}
        editor.post(address, fields)

        assert 'value="/tag/desk/"' in form.text
        row.refresh_from_db()
        assert (row.path, row.tag, row.url, row.kind, row.hits) == ("/older/", tag, "", 302, 7)


class TestTheList:
    def test_says_where_each_leads_and_how_often(self, editor):
        Redirect.objects.create(path="/a/", article=make_article("Backs"), hits=42)
        Redirect.objects.create(path="/b/", url="https://example.org/")
        Redirect.objects.create(path="/c/", kind=410)

        page = editor.get(LIST)

        assert "/backs/" in page.text
        assert "42" in page.text
        assert "https://example.org/ <strong>(another site)</strong>" in page.text
        assert "nothing: it is gone" in page.text

    def test_is_searched_by_either_address_and_by_title(self, editor):
        Redirect.objects.create(path="/a/", article=make_article("Backs and knees", slug="x"))
        Redirect.objects.create(path="/b/", url="https://example.org/")

        for words in ["knees", "/a/", "x"]:
            assert "/a/" in editor.get(LIST, {"q": words}).text
        assert "/a/</a>" not in editor.get(LIST, {"q": "example.org"}).text

    def test_is_narrowed_to_what_nobody_uses(self, editor):
        Redirect.objects.create(path="/a/", url="/", hits=1)
        Redirect.objects.create(path="/b/", url="/")

        page = editor.get(LIST, {"use": "never"})

        assert "/b/</a>" in page.text
        assert "/a/</a>" not in page.text

    def test_costs_the_same_for_many(self, editor, django_assert_max_num_queries):
        for number in range(30):
            Redirect.objects.create(path=f"/{number}/", article=make_article())

        # session, user, three counts, the rows, the choices of the filters
        with django_assert_max_num_queries(10):
            editor.get(LIST)


class TestImporting:
    def test_nothing_is_written_before_it_is_confirmed(self, editor):
        make_article("Backs")

        page = upload(editor, "old,new\n/a/,/backs/\n")

        assert "Nothing has been written yet." in page.text
        assert not Redirect.objects.exists()

        done = confirm(editor, page)

        assert "1 redirect is imported." in done.text
        assert Redirect.objects.get().origin == "imported"

    def test_each_line_says_what_it_would_do(self, editor):
        article = make_article("Backs")
        Redirect.objects.create(path="/same/", article=article)
        Redirect.objects.create(path="/other/", url="/")
        table = [
            *("old,new,kind", "https://old.example/New?utm_source=x,https://old.example/no/"),
            *("/a/,/backs/,302", "/same/,/backs/", "/other/,/backs/", "/gone/,,410"),
            *("/a/,/backs/", "/odd/,/backs/,soon", ",/backs/", "/out/,https://example.org/"),
        ]

        rows = rows_of(upload(editor, "\n".join(table)))

        assert {row[0]: [row[1], row[2], row[3], row[5]] for row in rows} == {
            "2": [
                "new",
                "/new/",
                "https://old.example/no/",
                "It leads to another site: old.example.",
            ],
            "3": ["new", "/a/", "/backs/", ""],
            "4": ["as it is", "/same/", "/backs/", ""],
            "5": ["changed", "/other/", "/backs/", ""],
            "6": ["new", "/gone/", "", ""],
            "7": ["error", "/a/", "/backs/", "The same old address stands further up."],
            "8": ["error", "/odd/", "/backs/", "“soon” is no kind: write 301, 302 or 410."],
            "9": ["error", "", "/backs/", "The old address is missing."],
            "10": [
                "new",
                "/out/",
                "https://example.org/",
                "It leads to another site: example.org.",
            ],
        }
        assert rows[0][1] == "error"

    def test_a_chain_in_the_file_becomes_one_step(self, editor):
        article = make_article("Backs")

        confirm(editor, upload(editor, "/a/,/b/\n/b/,/c/\n/c/,/backs/\n"))

        assert set(Redirect.objects.values_list("path", "article", "url")) == {
            (path, article.pk, "") for path in ["/a/", "/b/", "/c/"]
        }

    def test_a_circle_in_the_file_is_an_error(self, editor):
        rows = rows_of(upload(editor, "/a/,/b/\n/b/,/a/\n"))

        assert [row[1] for row in rows] == ["error", "error"]
        assert "It would run in a circle: /a/ → /b/ → /a/." in rows[0][5]

    def test_good_lines_are_imported_without_those_with_errors(self, editor):
        make_article("Backs")
        page = upload(editor, "/a/,/backs/\n/b/,/nowhere/\n")

        assert "The line with an error would be left out." in page.text
        assert 'value="Import 1 redirect"' in page.text
        confirm(editor, page)

        assert list(Redirect.objects.values_list("path", flat=True)) == ["/a/"]

    def test_a_fault_on_the_way_leaves_nothing_behind(self, monkeypatch):
        make_article("Backs")
        monkeypatch.setattr(importing, "BATCH", 1)
        lines = importing.plan(b"/a/,/backs/\n/b/,/backs/\n")
        lines[1].fields["kind"] = None

        with pytest.raises(Exception, match=r"(?i)null"):
            importing.carry_out(lines)

        assert not Redirect.objects.exists()

    def test_hits_survive_an_import(self, editor):
        make_article("Backs")
        Redirect.objects.create(path="/a/", url="/", hits=9)

        confirm(editor, upload(editor, "/a/,/backs/\n"))

        assert Redirect.objects.get().hits == 9

    def test_the_reason_for_readers_survives_a_table_that_gives_none(self, editor):
        Redirect.objects.create(path="/a/", kind=410, reason="Out of date.")

        page = upload(editor, "/a/,,410\n")

        assert rows_of(page)[0][1] == "as it is"
        confirm(editor, upload(editor, "/a/,/,302\n"))
        assert Redirect.objects.get().reason == "Out of date."

    def test_what_is_too_long_to_be_kept_is_an_error(self, editor):
        far = f"https://example.org/{'a' * 400}/"

        page = upload(editor, f"old,new,kind,reason\n/a/,{far},301,\n/b/,,410,{'b' * 301}\n")

        assert [row[1] for row in rows_of(page)] == ["error", "error"]
        assert "It is longer than 400 characters." in page.text
        assert "The reason is longer than 300 characters." in page.text

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_files_come_as_spreadsheets_write_them(self, editor, encoding, delimiter):
        make_article("Backs")

        confirm(editor, upload(editor, f"/rücken/{delimiter}/backs/\r\n".encode(encoding)))

        assert Redirect.objects.get().path == "/rücken/"

    @pytest.mark.parametrize("content", [b"\x00\xff\xfe", b'/a/,"/b/', b"\n\n", b"PK\x03\x04" * 99])
    def test_what_is_no_table_is_refused_or_shown_as_errors(self, editor, content):
        page = upload(editor, content)

        assert page.status_code == 200
        assert "Import 1 redirect" not in page.text

    def test_ten_thousand_lines_take_few_queries(self, django_assert_max_num_queries):
        article = make_article("Backs")
        content = "".join(f"/old-{number}/,/backs/\n" for number in range(10_000)).encode()

        # looked up 2,000 at a time, written 1,000 at a time, on SQLite as many as it takes
        with django_assert_max_num_queries(200):
            assert importing.carry_out(importing.plan(content)) == 10_000
        assert Redirect.objects.filter(article=article).count() == 10_000
        assert len(forms.packed(content)) < forms.LARGEST_PACKED

    @pytest.mark.parametrize("table", ["", "!", "eA==", forms.packed(b"x" * (forms.LARGEST + 1))])
    def test_a_confirmation_that_was_tampered_with_is_refused(self, editor, table):
        assert editor.post(IMPORT, {"table": table}).status_code == 400

    def test_a_stranger_imports_nothing(self, client):
        user = User.objects.create_user("stranger", is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename="view_redirect"))
        client.force_login(user)

        assert upload(client, "/a/,/\n").status_code == 403
        assert client.get(EXPORT).status_code == 200


class TestExporting:
    def read(self, client):
        content = b"".join(client.get(EXPORT).streaming_content)
        return content, list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    def test_it_holds_all_and_can_be_imported_again(self, editor):
        article = make_article("Rücken", slug="rücken")
        Redirect.objects.create(path="/a/", article=article, hits=3)
        Redirect.objects.create(path="/b/", url="https://example.org/", kind=302)
        Redirect.objects.create(path="/c/", kind=410, reason="Out of date.")
        columns = ["path", "article", "url", "kind", "reason"]
        before = set(Redirect.objects.values_list(*columns))

        content, [header, *rows] = self.read(editor)
        Redirect.objects.all().delete()
        confirm(editor, upload(editor, content))

        assert header[:3] == ["old", "new", "kind"]
        assert rows[0][:5] == ["/a/", "/r%C3%BCcken/", "301", "the desk", "3"]
        assert set(Redirect.objects.values_list(*columns)) == before

    def test_no_cell_is_a_formula(self, editor):
        Redirect.objects.create(path="/a/", kind=410, reason='=HYPERLINK("http://evil.example")')

        assert self.read(editor)[1][1][6].startswith("'=")

    def test_a_stranger_exports_nothing(self, client):
        client.force_login(User.objects.create_user("stranger", is_staff=True))

        assert client.get(EXPORT).status_code == 403

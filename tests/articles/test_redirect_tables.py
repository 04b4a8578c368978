"""Tables of redirects: shown before they are written, and written out to come in again."""

import csv
import io
import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Redirect
from articles.redirects import forms, importing
from tests.factories import make_article

pytestmark = pytest.mark.django_db
IMPORT = reverse("admin:articles_redirect_import")
EXPORT = reverse("admin:articles_redirect_export")


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

    @pytest.mark.parametrize("line", ["/a%00/,/backs/,301,", "/a/,/b%00/,301,"])
    def test_a_sign_that_no_address_has_is_an_error_of_its_line(self, editor, line):
        make_article("Backs")

        page = upload(editor, f"old,new,kind,reason\n{line}\n/c/,,410,Out\0 of date.\n")

        assert [row[1] for row in rows_of(page)] == ["error", "new"]
        confirm(editor, page)
        assert Redirect.objects.get().reason == "Out of date."

    def test_the_field_names_the_words_that_describe_it(self, editor):
        page = editor.get(IMPORT).text

        assert 'aria-describedby="id_file_helptext"' in page
        assert 'id="id_file_helptext"' in page

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

"""An editor writes: pastes, links, inserts what a page can show, counts, uses the keyboard."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import barriers
from tests.browser.signing_in import sign_in

pytestmark = pytest.mark.browser

CLIPBOARDS = Path(__file__).parents[1] / "data" / "pasted"
NEW = "/admin/articles/article/add/"
PASTE = """(editor, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "words");
  editor.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def editor(desk, context):
    """The form of a new article; at the end the policy blocked nothing and no script failed."""
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    desk.on("pageerror", lambda error: said.append(f"error: {error}"))
    begin(desk)
    yield desk
    assert not [text for text in said if "Content Security Policy" in text or "rror" in text]


def begin(desk: Page) -> None:
    desk.goto(NEW)
    expect(desk.locator(".field-body .prose-menubar")).to_be_visible()
    desk.locator(".field-body .tiptap").click()


def body(desk: Page) -> str:
    return desk.locator("#id_body").input_value()


def window(desk: Page):
    return desk.locator("dialog[open]")


def save(desk: Page) -> None:
    """Save what is in the form, whatever the button is called."""
    desk.locator("[name=_save]").last.click()
    expect(desk.locator(".messagelist .success").first).to_be_visible()


def publish(desk: Page) -> None:
    """Let readers see what is in the form, whatever the button is called."""
    desk.locator("[name=_publish]").last.click()
    expect(desk.locator(".messagelist .success").first).to_be_visible()


@pytest.mark.parametrize("name", ["word", "google-docs"])
def test_a_text_of_a_word_processor_becomes_plain_when_it_is_pasted(editor, name):
    editor.locator(".tiptap").evaluate(PASTE, (CLIPBOARDS / f"{name}.html").read_text())

    expected = (CLIPBOARDS / f"{name}.expected.html").read_text().replace("\n", "")
    assert body(editor) == expected


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        (
            "<h1>Title</h1><script>x()</script><p onclick='x()'>Words</p>",
            "<h2>Title</h2><p>Words</p>",
        ),
        ("<img src='https://example.org/a.png' onerror='x()'>Words", "<p>Words</p>"),
        ("<p>See <a href='javascript:x()'>it</a></p>", "<p>See it</p>"),
        ("<iframe src='https://example.org/'></iframe><p>Words</p>", "<p>Words</p>"),
    ],
)
def test_nothing_that_acts_is_pasted(editor, pasted, expected):
    editor.locator(".tiptap").evaluate(PASTE, pasted)

    assert body(editor) == expected


def test_what_is_copied_within_the_editor_stays_as_it_is(editor, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    editor.keyboard.type("## Knees")
    editor.keyboard.press("Enter")
    editor.keyboard.type("[exercise tilt]")
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+c")
    editor.keyboard.press("Control+End")
    editor.keyboard.press("Enter")

    editor.keyboard.press("Control+v")

    twice = "<h2>Knees</h2><p>[exercise tilt]</p>" * 2
    expect(editor.locator("#id_body")).to_have_value(twice)


class TestLinks:
    def test_words_find_an_article_and_the_keyboard_chooses_it(self, editor):
        editor.keyboard.type("Read this")
        editor.keyboard.press("Control+a")
        editor.keyboard.press("Control+k")
        field = window(editor).get_by_role("combobox", name="Where it leads")
        expect(field).to_be_focused()
        field.press_sequentially("muscle imb")
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(window(editor).get_by_role("option", name="Muscle imbalances")).to_be_visible()

        field.press("ArrowDown")
        chosen = field.get_attribute("aria-activedescendant")
        expect(editor.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
        field.press("Enter")
        expect(field).to_have_value("/muscle-imbalances/")
        field.press("Enter")

        expect(window(editor)).to_have_count(0)
        assert body(editor) == '<p><a href="/muscle-imbalances/">Read this</a></p>'

    def test_a_link_without_words_takes_the_title(self, editor):
        editor.get_by_role("button", name="Link", exact=True).click()
        window(editor).get_by_role("combobox").press_sequentially("muscle imb")
        window(editor).get_by_role("option", name="Muscle imbalances").click()
        editor.keyboard.press("Enter")

        assert re.fullmatch(
            r'<p><a href="/muscle-imbalances/">Muscle imb[^<]*</a></p>', body(editor)
        )

    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            ("example.org/a", "https://example.org/a"),
            ("jo@example.org", "mailto:jo@example.org"),
            ("#s-sources", "#s-sources"),
            ("https://example.org/?a=b", "https://example.org/?a=b"),
        ],
    )
    def test_any_other_address_may_be_typed(self, editor, typed, address):
        editor.keyboard.type("there")
        editor.keyboard.press("Control+a")
        editor.keyboard.press("Control+k")
        window(editor).get_by_role("combobox").fill(typed)
        editor.keyboard.press("Enter")

        assert body(editor) == f'<p><a href="{address}">there</a></p>'

    def test_words_that_lead_nowhere_are_no_address(self, editor):
        editor.keyboard.press("Control+k")
        window(editor).get_by_role("combobox").fill("javascript:alert(1)")
        editor.keyboard.press("Enter")
        assert window(editor).get_by_role("combobox").evaluate("field => field.validationMessage")

        editor.get_by_role("button", name="Cancel").click()
        assert body(editor) == ""

    def test_escape_closes_the_list_first_and_then_the_window(self, editor):
        editor.keyboard.press("Control+k")
        window(editor).get_by_role("combobox").press_sequentially("muscle")
        expect(window(editor).get_by_role("listbox")).to_be_visible()

        editor.keyboard.press("Escape")
        expect(window(editor).get_by_role("listbox")).to_be_hidden()
        expect(window(editor)).to_have_count(1)
        editor.keyboard.press("Escape")
        expect(window(editor)).to_have_count(0)

    def test_one_that_is_there_is_changed_and_taken_away(self, editor):
        editor.keyboard.type("there")
        editor.keyboard.press("Control+a")
        for address in ("/a/", "/b/"):
            editor.keyboard.press("Control+k")
            window(editor).get_by_role("combobox").fill(address)
            editor.keyboard.press("Enter")
        assert body(editor) == '<p><a href="/b/">there</a></p>'

        editor.get_by_role("button", name="Remove link").click()
        assert body(editor) == "<p>there</p>"


class TestInserting:
    def test_an_exercise_by_its_name(self, editor):
        editor.get_by_role("button", name="Exercise", exact=True).click()
        window(editor).get_by_role("combobox", name="Words of its name").press_sequentially("pelv")
        expect(window(editor).get_by_role("option").first).to_be_visible()
        editor.keyboard.press("ArrowDown")
        editor.keyboard.press("Enter")
        editor.keyboard.type("After it")

        assert re.fullmatch(r"<p>\[exercise pelvic[-\w]*\]</p><p>After it</p>", body(editor))

    def test_markers_of_the_sources_typed_below_in_the_order_of_their_numbers(self, editor):
        for number, words in enumerate(["A study", "A guideline"]):
            editor.get_by_text("Add another Source").click()
            editor.locator(f"#id_sources-{number}-citation").fill(words)
        editor.locator("#id_sources-0-position").fill("5")
        editor.locator(".tiptap").click()
        editor.keyboard.type("So it is")

        editor.get_by_role("button", name="Source", exact=True).click()
        expect(window(editor)).to_contain_text("[1] A guideline")
        editor.get_by_label("[2] A study").check()
        editor.get_by_label("[1] A guideline").check()
        window(editor).get_by_role("button", name="Insert").click()

        assert body(editor) == "<p>So it is[1, 2]</p>"

    def test_an_article_without_sources_says_where_they_are_added(self, editor):
        editor.get_by_role("button", name="Source", exact=True).click()

        expect(window(editor)).to_contain_text("no sources yet")
        expect(window(editor).get_by_role("button", name="Insert")).to_be_hidden()

    def test_the_call_out_of_the_newsletter_and_the_safety_block_once(self, editor):
        for name, marker in [("Newsletter", "newsletter"), ("Medical help", "safety")]:
            button = editor.get_by_role("button", name=name)
            button.click()
            expect(button).to_have_attribute("aria-disabled", "true")
            assert body(editor).count(f"<p>[{marker}]</p>") == 1

    def test_a_call_out_with_a_title_and_its_way_back(self, editor):
        editor.keyboard.type("Move.")
        button = editor.get_by_role("button", name="Call-out")
        button.click()
        editor.get_by_label("Its title").fill("Key points")
        editor.keyboard.press("Enter")
        boxed = "<aside><p><strong>Key points</strong></p><p>Move.</p></aside>"
        assert body(editor) == boxed
        expect(button).to_have_attribute("aria-pressed", "true")

        button.click()
        assert body(editor) == "<p><strong>Key points</strong></p><p>Move.</p>"
        expect(button).to_have_attribute("aria-pressed", "false")


def test_readers_see_what_was_written(editor, context):
    editor.locator("#id_kind").select_option("page")
    editor.get_by_label("Title:").press_sequentially("Everything at once")
    expect(editor.get_by_label("Slug:")).to_have_value("everything-at-once")
    editor.get_by_label("Standfirst:").fill("What a text may have.")
    editor.locator(".tiptap").click()
    editor.keyboard.type("## Stand tall")
    editor.keyboard.press("Enter")
    editor.keyboard.type("Boxed")
    editor.get_by_role("button", name="Call-out").click()
    editor.get_by_label("Its title").fill("In short")
    editor.keyboard.press("Enter")
    expect(window(editor)).to_have_count(0)
    publish(editor)

    page = context.new_page()
    page.goto("/everything-at-once/")
    note = page.get_by_role("note")
    expect(note).to_contain_text("Boxed")
    expect(note.locator(".call-out__title")).to_have_text("In short")
    expect(page.get_by_role("heading", name="Stand tall")).to_be_visible()


class TestCounting:
    def test_words_and_minutes_are_those_of_the_page(self, editor, program):
        editor.goto("/admin/articles/article/1/change/")
        line = editor.locator(".field-body .count")
        expect(line).to_contain_text("Words: ")

        count = (
            "from articles.body import read; from articles.revisions import saving;"
            "a = Article.objects.get(pk=1); a.body = saving.written(a)['body'];"
            "print(read(a.body).words, a.minutes)"
        )
        said = program.run("shell", "-v0", "-c", count).stdout.split()[-2:]
        expect(line).to_have_text(f"Words: {said[0]}. Reading time: {said[1]} min.")

    def test_the_count_follows_but_is_said_only_when_the_keys_rest(self, editor):
        editor.keyboard.type("One two [1] three")

        expect(editor.locator(".field-body .count")).to_contain_text("Words: 3.")
        status = editor.locator(".field-body [role=status]")
        assert status.inner_text() == ""
        expect(status).to_contain_text("Words: 3.")

    def test_a_title_knows_how_much_is_left_and_where_google_cuts(self, editor):
        title = editor.get_by_label("Title:")
        title.fill("x" * 80)

        line = editor.locator("#id_title-count")
        expect(line).to_contain_text("Characters left: 120.")
        expect(line).to_have_class(re.compile("count--cut"))
        assert "id_title-count" in (title.get_attribute("aria-describedby") or "")


class TestKeys:
    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            ("Control+b", "<p><strong>words</strong></p>"),
            ("Control+i", "<p><em>words</em></p>"),
            ("Control+,", "<p><sub>words</sub></p>"),
            ("Control+.", "<p><sup>words</sup></p>"),
            ("Control+Alt+2", "<h2>words</h2>"),
            ("Control+Alt+3", "<h3>words</h3>"),
            ("Control+Alt+4", "<h4>words</h4>"),
            ("Control+Shift+8", "<ul><li><p>words</p></li></ul>"),
            ("Control+Shift+7", "<ol><li><p>words</p></li></ol>"),
            ("Control+Shift+b", "<blockquote><p>words</p></blockquote>"),
        ],
    )
    def test_a_shortcut_of_the_list_does_what_it_says(self, editor, keys, expected):
        editor.keyboard.type("words")
        editor.keyboard.press("Control+a")

        editor.keyboard.press(keys)

        assert body(editor) == expected

    def test_a_line_ends_within_its_paragraph_and_what_was_done_is_undone_and_done(self, editor):
        editor.keyboard.type("one")
        editor.keyboard.press("Shift+Enter")
        editor.keyboard.type("two")
        written = body(editor)
        assert written == "<p>one<br>two</p>"

        editor.keyboard.press("Control+z")
        assert body(editor) != written
        editor.keyboard.press("Control+y")
        assert body(editor) == written

    def test_lists_nest_with_the_tab_key(self, editor):
        editor.keyboard.type("- a")
        editor.keyboard.press("Enter")
        editor.keyboard.press("Tab")
        editor.keyboard.type("b")

        assert body(editor) == "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"

    def test_the_list_opens_by_key_and_by_button(self, editor):
        editor.keyboard.press("Control+/")
        expect(window(editor)).to_contain_text("Quotation")
        editor.keyboard.press("Escape")

        editor.get_by_role("button", name="Keyboard shortcuts").click()
        expect(window(editor)).to_be_visible()
        window(editor).get_by_role("button", name="Close").click()
        expect(window(editor)).to_have_count(0)

    def test_the_toolbar_is_one_stop_and_its_buttons_are_reached_by_arrows(self, editor):
        editor.keyboard.press("Alt+F10")
        first = editor.locator(".field-body .prose-menubar button").first
        expect(first).to_be_focused()

        editor.keyboard.press("End")
        expect(editor.get_by_role("button", name="Keyboard shortcuts")).to_be_focused()
        editor.keyboard.press("ArrowRight")
        expect(first).to_be_focused()
        assert editor.locator(".field-body .prose-menubar [tabindex='0']").count() == 1


def test_every_button_says_what_it_does(editor):
    silent = editor.locator(".prose-menubar button").evaluate_all(
        "buttons => buttons.filter((one) => !one.title).map((one) => one.outerHTML)"
    )

    assert silent == []


def test_without_a_script_the_text_is_typed_as_html(browser, program):
    context = browser.new_context(base_url=program.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, program)
    page.goto(NEW)
    expect(page.locator("noscript")).to_be_visible()

    page.locator("#id_kind").select_option("page")
    page.locator("#id_title").fill("Typed by hand")
    page.locator("#id_slug").fill("typed-by-hand")
    page.locator("#id_body").fill("First.\n\nSecond <b onclick='x()'>bold</b>.<script>x()</script>")
    save(page)

    page.goto("/admin/articles/article/")
    page.get_by_role("link", name="Typed by hand").click()
    expect(page.locator("#id_body")).to_have_value(
        "<p>First.</p><p>Second <strong>bold</strong>.</p>"
    )
    context.close()


WINDOWS = ["Link", "Exercise", "Source", "Call-out", "Keyboard shortcuts"]


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 390)], ids=["desktop light", "phone dark"]
)
def test_neither_the_toolbar_nor_a_window_is_a_barrier(browser, program, scheme, width):
    context = browser.new_context(
        base_url=program.url, color_scheme=scheme, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    sign_in(page, program)
    begin(page)
    page.keyboard.type("Words [1]")
    page.keyboard.press("Enter")
    page.keyboard.type("[newsletter]")
    found = {"toolbar": barriers_in(page, ".field-body")}
    for name in WINDOWS:
        page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
        found[name] = barriers_in(page, "dialog[open]")
        page.keyboard.press("Escape")
    small = page.locator(".field-body .prose-menubar button:visible").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect())"
        ".filter((box) => box.width < 24 || box.height < 24).length"
    )

    assert [barrier for some in found.values() for barrier in some] == []
    assert small == 0
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()


def barriers_in(page: Page, part: str) -> list[str]:
    """Return what axe finds in `part` of the page."""
    barriers(page)  # brings axe along
    run = f"""axe.run({json.dumps(part)}).then((found) => found.violations.flatMap(
      (rule) => rule.nodes.map((node) => `${{rule.id}}: ${{node.html.slice(0, 160)}}`)))"""
    return list(page.evaluate(run))

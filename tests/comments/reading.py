"""What a browser would make of a piece of HTML."""

import json
from html.parser import HTMLParser
from pathlib import Path

HOSTILE = json.loads((Path(__file__).parents[1] / "data/hostile.json").read_text())


class Reader(HTMLParser):
    """Collects elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.odd: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.odd.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    @property
    def scripts(self) -> list[str | None]:
        return [attributes.get("src") for tag, attributes in self.elements if tag == "script"]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.elements if tag == "a"]

"""What a page's head says, as a search engine or a network reads it."""

import json
from dataclasses import dataclass

import html5lib


@dataclass
class Head:
    """The head of one page."""

    titles: list[str]
    metas: dict[str, list[str]]
    canonical: list[str]
    blocks: list[str]
    headings: list[str]

    def one(self, name: str) -> str:
        """Return the only content of the meta element `name`."""
        (content,) = self.metas[name]
        return content

    @property
    def is_indexable(self) -> bool:
        return "noindex" not in self.one("robots")

    @property
    def graph(self) -> list[dict]:
        (block,) = self.blocks
        nodes: list[dict] = json.loads(block)["@graph"]
        return nodes

    def node(self, kind: str) -> dict:
        """Return the only node of the graph of a type of schema.org's."""
        (node,) = (node for node in self.graph if node["@type"] == kind)
        return node


def head_of(html: str) -> Head:
    """Read the head of a page as a browser does."""
    document = html5lib.parse(html, namespaceHTMLElements=False)
    metas: dict[str, list[str]] = {}
    for meta in document.iter("meta"):
        if name := meta.get("property") or meta.get("name"):
            metas.setdefault(name, []).append(meta.get("content"))
    links = [link for link in document.iter("link") if link.get("rel") == "canonical"]
    scripts = document.findall("head/script")
    return Head(
        titles=[title.text for title in document.findall("head/title")],
        metas=metas,
        canonical=[link.get("href") for link in links],
        blocks=[script.text for script in scripts if script.get("type") == "application/ld+json"],
        headings=["".join(heading.itertext()).strip() for heading in document.iter("h1")],
    )

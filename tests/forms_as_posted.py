"""What a browser posts from the form of the desk on a page, as it stands and without a button."""

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
UNPOSTED = {"submit", "button", "image", "reset", "file"}


def as_posted(response) -> dict[str, list[str]]:
    """Return name -> values of the desk's form in `response` (HTML, 4.10.21.4)."""
    document = html5lib.parse(response.text)
    [form] = [
        form for form in document.iter(f"{HTML}form") if (form.get("id") or "").endswith("_form")
    ]
    posted: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if name and element.get("disabled") is None:
            for value in _values(element):
                posted.setdefault(name, []).append(value)
    return posted


def _values(element) -> list[str]:
    kind = element.get("type", "text")
    match element.tag.removeprefix(HTML):
        case "input" if kind in {"checkbox", "radio"}:
            return [element.get("value", "on")] if element.get("checked") is not None else []
        case "input" if kind not in UNPOSTED:
            return [element.get("value", "")]
        case "textarea":
            return ["".join(element.itertext()).removeprefix("\n")]
        case "select":
            return _chosen(element)
    return []


def _chosen(select) -> list[str]:
    options = list(select.iter(f"{HTML}option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", "".join(option.itertext())) for option in chosen]

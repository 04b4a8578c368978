"""What an editor may put into an article: the one list for the toolbar and for the sanitiser."""

from typing import Any

from django.urls import reverse_lazy

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": {"pickerUrl": reverse_lazy("admin:articles_picture_choose")},
    "Image": True,
    "Caption": True,
    "History": True,
    "SpecialCharacters": True,
}

# For a few paragraphs, such as the safety block of a category
SHORT_EXTENSIONS: dict[str, Any] = {
    name: EXTENSIONS[name]
    for name in ["Bold", "Italic", "BulletList", "ListItem", "HardBreak", "Link", "History"]
}

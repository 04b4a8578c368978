"""What an editor may put into an article: the one list for the toolbar and for the sanitiser."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from articles import reading_time

# Names of the library's buttons and of ours, as a tooltip and for people who cannot see them
BUTTONS: dict[str, Any] = {
    "paragraph": _("Paragraph"),
    "heading2": _("Heading"),
    "heading3": _("Smaller heading"),
    "heading4": _("Smallest heading"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "subscript": _("Subscript"),
    "superscript": _("Superscript"),
    "link": _("Link"),
    "unlink": _("Remove link"),
    "blockquote": _("Quotation"),
    "horizontalRule": _("Line across"),
    "figure": _("Picture with a caption (figure)"),
    "callOut": _("Call-out: a box beside the text"),
    "table": _("Table"),
    "table:addColumnAfter": _("Add a column"),
    "table:deleteColumn": _("Delete the column"),
    "table:addRowAfter": _("Add a row"),
    "table:deleteRow": _("Delete the row"),
    "table:mergeCells": _("Merge cells"),
    "table:splitCell": _("Split the cell"),
    "table:toggleHeaderCell": _("Heading cell"),
    "table:deleteTable": _("Delete the table"),
    "insert:exercise": _("Insert an exercise"),
    "insert:source": _("Point to a source"),
    "insert:newsletter": _("Place the newsletter's call-out here"),
    "insert:safety": _("Place the words about medical help here"),
    "history:undo": _("Undo"),
    "history:redo": _("Redo"),
    "shortcuts": _("Keyboard shortcuts"),
}
# In the order of the toolbar; none is a drop-down, which no keyboard would open
GROUPS = [
    {"group": "headings"},
    {"group": "lists"},
    {"group": "marks"},
    {"group": "link"},
    {"group": "nodes -blockType"},
    {"group": "table"},
    {"group": "insert"},
    {"group": "history"},
    {"group": "utility"},
]
ALWAYS: dict[str, Any] = {
    "Menu": {"groups": GROUPS},
    "Toolbar": {"name": _("Formatting"), "insert": _("Insert"), "buttons": BUTTONS},
    "CleanPaste": True,
    "NoSpellCheck": False,  # writers want it
}
EXTENSIONS: dict[str, Any] = {
    **ALWAYS,
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
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
    "CallOut": True,
    "Insert": {
        "labels": {
            "exercise": _("Exercise"),
            "source": _("Source"),
            "newsletter": _("Newsletter"),
            "safety": _("Medical help"),
        }
    },
    "Counting": {
        "words": _("Words: %(words)s. Reading time: %(minutes)s min."),
        "wordsAMinute": reading_time.WORDS_A_MINUTE,
        "secondsAPicture": reading_time.SECONDS_A_PICTURE,
        "secondsAnExercise": reading_time.SECONDS_AN_EXERCISE,
    },
    "History": True,
    "SpecialCharacters": True,
    # What older texts may have: it stays as it is, and no button makes more of it
    "Strike": True,
    "Underline": True,
    "Code": True,
    "CodeBlock": True,
}

# For a few paragraphs, such as the safety block of a category
SHORT_EXTENSIONS: dict[str, Any] = {
    **ALWAYS,
    **{
        name: EXTENSIONS[name]
        for name in ["Bold", "Italic", "BulletList", "ListItem", "HardBreak", "Link", "History"]
    },
}

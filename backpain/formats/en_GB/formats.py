"""Months are written out, as in a sentence; Django's British English cuts them to three letters."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"

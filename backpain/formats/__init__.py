"""Formats of a language that differ from those of Django: FORMAT_MODULE_PATH."""

"""How an article's page asks what is wrong or missing in it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from articles.models import Article
from articles.reports import LONGEST, ReportForm
from backpain.models import Publication

register = template.Library()


@register.inclusion_tag("articles/_report.html", takes_context=True)
def report_box(context: Context, article: Article) -> dict[str, Any]:
    """Show the form under `article`, unless the publication takes no reports."""
    publication: Publication = context["publication"]
    return {"article": article, "form": ReportForm(article) if publication.takes_reports else None}


@register.simple_tag
def longest_report() -> int:
    """Return how many characters a report may have."""
    return LONGEST

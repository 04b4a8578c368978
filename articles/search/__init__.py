"""Search among what is published, with one interface for both databases.

`search(typed)` finds; `suggestions_for(path)` helps at an address where nothing is;
`indexing.index(keys)` follows a change and belongs into its transaction.
"""

from articles.search.finding import Filters, Hit, Results, search, suggestions_for

__all__ = ["Filters", "Hit", "Results", "search", "suggestions_for"]

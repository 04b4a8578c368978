"""A publication to look at: ten articles, the people who write, readers who answer.

`load` makes it in an empty database, `remove` takes back exactly what `load` made.
"""

from backpain.sample.loading import NotEmptyError, load
from backpain.sample.removing import NothingToRemoveError, ReadersWroteError, remove

__all__ = ["NotEmptyError", "NothingToRemoveError", "ReadersWroteError", "load", "remove"]

"""Why a decision about a comment is not made."""


class MovedError(Exception):
    """The comment is no longer in the state that whoever acts has seen."""


class NothingToUndoError(Exception):
    """No decision about the comment is left that a person at the desk may take back."""

"""What can go wrong, in our words. A stable code, the field it is about, values for the sentence.

The sentence itself stands in the catalogues under `error.<code>`; `web.errors` gives the status.
Nothing secret goes into `params`: they reach the visitor.
"""

from typing import Any


class ReactieError(Exception):
    """An error with a stable `code`, the input `field` it is about, and sentence `params`."""

    def __init__(self, code: str, field: str | None = None, **params: Any) -> None:
        super().__init__(code if field is None else f"{code} ({field})")
        self.code = code
        self.field = field
        self.params = params


class Malformed(ReactieError):
    """The request cannot be read as what it should be."""


class Invalid(ReactieError):
    """The request was read, and says something that it may not say: the visitor can mend it."""


class Unauthorized(ReactieError):
    """No credentials, or none that are known."""


class Forbidden(ReactieError):
    """Known, and not allowed."""


class NotFound(ReactieError):
    """There is no such thing, or the asker may not know that there is."""


class Conflict(ReactieError):
    """The thing changed meanwhile, or stands in a way that does not allow the act.

    `decision` is the decision that came first, when there was one.
    """

    def __init__(
        self, code: str, field: str | None = None, *, decision: object = None, **params: Any
    ) -> None:
        super().__init__(code, field, **params)
        self.decision = decision


class TooMany(ReactieError):
    """Over budget for now. `retry_after` in seconds."""

    def __init__(self, code: str, retry_after: int) -> None:
        super().__init__(code, None, seconds=retry_after)
        self.retry_after = retry_after


class Unavailable(ReactieError):
    """The database cannot take or give anything just now; nothing was half done."""

    def __init__(self, code: str = "unavailable", retry_after: int = 2) -> None:
        super().__init__(code)
        self.retry_after = retry_after

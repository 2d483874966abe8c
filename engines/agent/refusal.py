"""A request that is answered with an error."""

from __future__ import annotations

#: Codes by which a client tells refusals apart that it treats in ways of their own.
RUNTIME_CRASHED = "runtime_crashed"


class Refusal(Exception):
    """Ends a request with an HTTP status and one sentence for the caller.

    Attributes:
        status: HTTP status code, 400...599.
        close: whether the connection cannot be used any more (part of the message was not read).
        code: "" or one of the codes above.
    """

    def __init__(self, status: int, message: str, close: bool = False, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.close = close
        self.code = code

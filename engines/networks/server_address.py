"""Where a server of the Open Inference Protocol is: "http://host:port"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from engines.errors import BadParameter
from engines.texts import Text, text_of

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_url(name: str) -> bool:
    """Whether a place to run is named by a URL: a server of the protocol, and no board to log in to."""
    return bool(_URL.match(name.strip()))


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server's host and port. `str()` gives its URL."""

    host: str
    port: int = 80

    @classmethod
    def parse(cls, url: str) -> ServerAddress:
        """From "http://host:port". Raises BadParameter."""
        shown = url.strip()
        try:
            parts = urlsplit(shown)
            host, port = parts.hostname, 80 if parts.port is None else parts.port
            if "@" in parts.netloc:
                shown = "..."
                raise ValueError(Text("a secret does not belong into an address"))
            if parts.scheme.lower() != "http":
                raise ValueError(Text("only http is spoken"))
            if not host or not port:
                raise ValueError(Text("it is not http://host:port"))
            if parts.path.rstrip("/") not in ("", "/v2") or parts.query or parts.fragment:
                raise ValueError(Text("nothing may follow the port"))
        except ValueError as error:
            hint = Text("For example http://192.168.125.171:8000.")
            raise BadParameter(name="url", value=shown, reason=text_of(error), hint=hint) from None
        return cls(host, port)

    @property
    def where(self) -> str:
        """As it stands in HTTP's Host header and in messages."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"http://{self.where}"

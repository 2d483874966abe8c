"""Addresses of streams, and how to speak of them without giving away a password."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

STREAM_SCHEMES = frozenset({"rtsp", "rtsps", "http", "https", "udp", "rtp", "tcp", "srt", "rtmp", "rtmps"})
_SECRET_WORDS = ("pass", "pwd", "token", "key", "secret", "auth", "user", "login", "sig", "session", "cred")
_HIDDEN = "***"


def scheme_of(spec: str) -> str | None:
    """The part before ://, lower case, or None where there is no such part. One letter is a Windows drive."""
    scheme, found, _ = spec.partition("://")
    return scheme.lower() if found and scheme.isalnum() and len(scheme) > 1 else None


def without_secrets(address: str) -> str:
    """The address without user name and password, and with secret-looking parameters hidden."""
    scheme, _, rest = address.partition("://")
    rest = _after_credentials(rest)
    place, mark, query = rest.partition("?")
    if not mark:
        return f"{scheme}://{rest}"
    return f"{scheme}://{place}?" + "&".join(_hide_value(part) for part in query.split("&"))


def short_name(address: str) -> str:
    """Host and path, for people."""
    return without_secrets(address).partition("://")[2].partition("?")[0].rstrip("/")


def scrub(text: str, address: str) -> str:
    """Text of a library with every secret of the address taken out."""
    text = text.replace(address, without_secrets(address))
    for secret in sorted(_secrets(address), key=len, reverse=True):
        text = text.replace(secret, _HIDDEN)
    return text


def _after_credentials(rest: str) -> str:
    """Host and all behind it.

    People type passwords with @, / and ? in them unescaped. So everything up to the last @ is taken as
    credentials wherever they are possible: rather lose a piece of the path than show one of a password.
    """
    authority = rest.partition("/")[0].partition("?")[0]
    may_have_credentials = "@" in authority or ":" in authority
    return rest.rpartition("@")[2] if may_have_credentials else rest


def _hide_value(part: str) -> str:
    name, equals, _ = part.partition("=")
    return f"{name}={_HIDDEN}" if equals and _is_secret(name) else part


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)


def _secrets(address: str) -> set[str]:
    rest = address.partition("://")[2]
    cleaned = _after_credentials(rest)
    found: set[str] = set()
    if cleaned != rest:
        credentials = rest[: len(rest) - len(cleaned)].rstrip("@")
        user, _, password = credentials.partition(":")
        found |= {credentials, user, password}
    query = urlsplit("//" + cleaned).query if "?" in cleaned else ""
    found |= {value for name, value in parse_qsl(query) if _is_secret(name)}
    found |= {unquote(secret) for secret in found}
    # One or two letters would blot out half the text and tell nothing.
    return {secret for secret in found if len(secret) > 2}

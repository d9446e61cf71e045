"""A form that came when its sender's session was over, kept in a page until he is signed in again:
sealed, so that nobody else can put one there, and for half an hour."""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

LIFE_MS = 30 * 60 * 1000
SEALED_MAX = 48_000
"""With what else is typed to sign in it must fit into a request."""
_WHOLE_MAX = 200_000


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where the form went, the page it stood on (or empty), and its fields as sent."""

    path: str
    back: str
    fields: tuple[tuple[str, str], ...]


def pairs_of(form: BaseModel) -> Iterator[tuple[str, str]]:
    """The form's fields, but for the token of the session that is over."""
    for name, value in form.model_dump(mode="json", exclude={"csrf"}, exclude_none=True).items():
        for each in value if isinstance(value, list) else [value]:
            yield name, str(each)


def seal(kept: KeptForm, secret: bytes, now: int) -> str | None:
    """The form as a page carries it; None for one that is too large."""
    whole = json.dumps([now, kept.path, kept.back, kept.fields]).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(whole)).decode()
    sealed = f"{packed}.{_signature(packed, secret)}"
    return sealed if len(sealed) <= SEALED_MAX and len(whole) <= _WHOLE_MAX else None


def unseal(sealed: str, secret: bytes, now: int) -> KeptForm | None:
    """The form; None for what we did not seal, or too long ago."""
    packed, _, signature = sealed.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(packed, secret).encode()):
        return None
    at, path, back, fields = json.loads(zlib.decompress(base64.urlsafe_b64decode(packed)))
    if not 0 <= now - at <= LIFE_MS:
        return None
    return KeptForm(path, back, tuple((name, value) for name, value in fields))


def _signature(packed: str, secret: bytes) -> str:
    return hmac.new(secret, f"kept form\0{packed}".encode(), hashlib.sha256).hexdigest()

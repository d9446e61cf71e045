"""What proves a visitor, and the site's secrets that are handed to visitors.

Trust goes to proofs alone: a device token that a browser keeps, later a confirmed e-mail address or
an SSO subject. A typed name or address is anybody's and is never looked at for trust.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from service.domain.site import Site

DEVICE_TOKEN_MIN = 16
"""A shorter device token could be guessed; it is ignored, so it proves nothing."""

ACCOUNT, PROVEN, NAMED = "account ", "proven ", "named "
"""How author keys begin."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A proven visitor and what people, not rules, decided about his comments."""

    id: int
    site_id: int
    kind: str
    proof: str
    approved: int = 0
    rejected: int = 0


def device_proof(site: Site, device: str | None) -> str | None:
    """The stored form of a device token, or None when the token is too short to prove anything."""
    if device is None or len(device) < DEVICE_TOKEN_MIN:
        return None
    return _keyed(site, "device", device).hex()


def network_hash(site: Site, network: str) -> str:
    """A network prefix as stored: keyed, so that the address cannot be found by trying them all."""
    return _keyed(site, "network", network)[:16].hex()


def account_network_hash(secret: bytes, network: str) -> str:
    """The same for whoever acts on accounts, keyed by the installation's secret."""
    message = f"account\0{network}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret, message, "sha256")[:16].hex()


def voter_hash(site: Site, proof: str | None, area: str) -> str:
    """A voter as stored: by what proves his device, else by the prefix of his address."""
    return _keyed(site, "voter", proof or area)[:16].hex()


def keyed_email(site: Site, email: str) -> str:
    """An e-mail address as a hash that tells equal ones apart and that only the site can make."""
    return _keyed(site, "email", email.strip().casefold())[:16].hex()


def author_key(identity_id: int | None, name: str | None, account: str | None = None) -> str | None:
    """What makes authors of one site the same to readers: the account behind a badge, what proves
    a visitor, else the name alone.

    No e-mail address is in it: who posts under a name with a guessed address would learn from his
    picture whether he guessed right. None for who says and proves nothing.
    """
    if account is not None:
        return f"{ACCOUNT}{account}"
    if identity_id is not None:
        return f"{PROVEN}{identity_id}"
    return None if name is None else f"{NAMED}{name.strip().casefold()}"


def avatar_seed(site: Site, author_key: str) -> str:
    """What an author's picture is made from: 64 bits that differ from site to site."""
    return _keyed(site, "avatar", author_key)[:8].hex()


def feed_id(site: Site, key: str | None) -> bytes:
    """128 bits by which a feed is known for ever: of a page by its key, else of the site."""
    return _keyed(site, "feed", "" if key is None else f"page {key}")[:16]


def edit_token(site: Site, public_id: str) -> str:
    """The author's token for one comment: 128 bits nobody can guess without the site's secret.

    It is derived, not drawn, so that a repeated request with the same idempotency key can be given
    the same answer without the token being stored anywhere in the clear.
    """
    return urlsafe_b64encode(_keyed(site, "edit", public_id)[:16]).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    """How a token is stored: SHA-256 in hex. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def token_matches(token: str, stored: str) -> bool:
    """Whether a token is the stored one, in time that does not tell how much of it was right."""
    return hmac.compare_digest(token_hash(token), stored)


def new_public_id() -> str:
    """128 random bits in hex: the only name by which a row is known outside."""
    return secrets.token_hex(16)


def _keyed(site: Site, purpose: str, value: str) -> bytes:
    message = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
    # hmac.digest would let the other threads in, for a millionth of a second's work.
    return hmac.new(site.secret, message, "sha256").digest()

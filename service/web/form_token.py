"""The token in our own forms that tells how long the form was open before it was sent."""

import hashlib
import hmac
import re

from service.domain.site import Site

DAY_MS = 24 * 60 * 60 * 1000

_SHAPE = re.compile(r"([0-9]{1,15})\.([0-9a-f]{64})")


def make_form_token(site: Site, now: int) -> str:
    """A token for a form made at `now` (UTC milliseconds), signed with the site's secret."""
    return f"{now}.{_signature(site, str(now))}"


def form_age_ms(site: Site, token: str | None, now: int) -> int | None:
    """How long the form was open, in milliseconds. None without a token of this site's that is
    younger than a day: a form that was left open must not cost anybody his comment."""
    found = _SHAPE.fullmatch(token or "")
    if found is None or not hmac.compare_digest(found[2], _signature(site, found[1])):
        return None
    age = now - int(found[1])
    return age if 0 <= age <= DAY_MS else None


def _signature(site: Site, moment: str) -> str:
    return hmac.new(site.secret, f"form\0{moment}".encode(), hashlib.sha256).hexdigest()

"""Create an API token for a moderator's program or script."""

from service.domain.errors import Invalid, NotFound
from service.domain.identity import new_public_id, token_hash
from service.domain.moderator import ApiToken, Role, new_token_text
from service.domain.ports import Clock, Storage, Transaction

NAME_MAX = 80


async def create_token(
    name: str,
    role: Role,
    *,
    site_slug: str | None,
    expires_at: int | None,
    storage: Storage,
    clock: Clock,
) -> tuple[ApiToken, str]:
    """Stores the token hashed and returns its record with its text, which is shown only now.

    Raises NotFound `unknown_site`; Invalid `bad_name` for a name that could not be told in the log:
    empty, of several lines, or longer than `NAME_MAX` characters.
    """
    name = name.strip()
    if not 0 < len(name) <= NAME_MAX or not name.isprintable():
        raise Invalid("bad_name", "name", limit=NAME_MAX)
    site = await storage.sites.by_slug(site_slug) if site_slug is not None else None
    if site_slug is not None and site is None:
        raise NotFound("unknown_site", "site")
    public_id = new_public_id()
    text, secret = new_token_text(public_id)
    token = ApiToken(
        public_id=public_id,
        name=name,
        role=role,
        site_id=site.id if site else None,
        secret_hash=token_hash(secret),
        created_at=clock(),
        expires_at=expires_at,
    )

    async def unit(tx: Transaction) -> None:
        await tx.add_token(token)

    await storage.write(unit)
    return token, text

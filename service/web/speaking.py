"""The site that a moderator's call is about, for the language he is answered in by default."""

from service.web.call import Call


async def speak_for_site(call: Call, slug: str | None) -> None:
    """Notes the named site, else the only one the token is for. Whether it may be seen at all is
    the act's to say."""
    sites = call.services.storage.sites
    token_site = call.moderator.site_id
    if slug is not None:
        call.site = await sites.by_slug(slug)
    elif token_site is not None:
        call.site = await sites.by_id(token_site)

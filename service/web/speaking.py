"""The site that a moderator's call is about, for the language he is answered in by default."""

from service.web.call import Call


async def speak_for_site(call: Call, slug: str | None) -> None:
    """Notes the named site, else the only one of the moderator's. Whether it may be seen at all is
    the act's to say."""
    sites = call.services.storage.sites
    own = call.moderator.roles.sites
    if slug is not None:
        call.site = await sites.by_slug(slug)
    elif own is not None and len(own) == 1:
        call.site = await sites.by_id(own[0])

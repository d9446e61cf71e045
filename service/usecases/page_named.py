"""Read which page a moderator means."""

from service.domain.errors import Invalid
from service.domain.page_key import PageAddress, page_address
from service.domain.site import Site


def page_named(site: Site, said: str, field: str) -> PageAddress:
    """The page whose address was typed into this field. Raises Invalid `bad_page` and
    `foreign_page`."""
    try:
        return page_address(site, said)
    except Invalid as error:
        raise Invalid(error.code, field) from error

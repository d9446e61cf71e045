"""The wings of the house: what is loaded when somebody first comes there (`late`). A server that
only visitors come to never loads the moderators' desk."""

from collections.abc import Mapping

from service.web import admin_routes, page_routes
from service.web.pages import desk
from service.web.route import API
from service.web.wing import Listed

WINGS: Mapping[str, Listed] = {
    "/moderate": lambda: desk.DESK,
    f"{API}/admin": lambda: admin_routes.ADMIN_ROUTES,
    "/p": lambda: page_routes.PAGES,
    "/c": lambda: page_routes.PAGES,
    "/embed": lambda: page_routes.PAGES,
}
"""By path. A new one is a line here, and its modules in `LATE`."""

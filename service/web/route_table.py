"""All doors. The router, the API description, the documentation and the generated tests are made
from this one list; a new endpoint is a new file and a line here."""

from service.web.admin_routes import ADMIN_ROUTES
from service.web.public_routes import PUBLIC_ROUTES
from service.web.route import Route

ROUTES: tuple[Route, ...] = (*PUBLIC_ROUTES, *ADMIN_ROUTES)

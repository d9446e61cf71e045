"""The pages for visitors and blog owners: doors beside those of `route_table`, for people alone."""

from service.web.pages import embed, own_comment, thread
from service.web.route import Route

PAGES: tuple[Route, ...] = (
    *thread.ROUTES,
    *own_comment.ROUTES,
    *embed.ROUTES,
)

"""The moderators' desk: pages for people, over the same acts as the API.

Every act is a form that works without JavaScript; `static/desk.js` only makes it quicker. This
tuple is the table of contents.
"""

from service.web.pages.desk import (
    account,
    appeals,
    assets,
    author,
    blocks,
    bulk,
    comment,
    deciding,
    entry,
    figures,
    imports,
    log,
    people,
    queue,
    rules,
    settings,
    stream,
    threads,
    uploads,
    writing,
)
from service.web.route import Route

DESK: tuple[Route, ...] = (
    assets.STYLE,
    assets.SCRIPT,
    assets.KEYS,
    assets.NEWS,
    assets.UPLOAD,
    *entry.ROUTES,
    queue.ROUTE,
    deciding.DECIDE,
    deciding.UNDO,
    appeals.ROUTE,
    writing.REPLY,
    writing.EDIT,
    comment.ROUTE,
    *author.ROUTES,
    *blocks.ROUTES,
    *bulk.ROUTES,
    *threads.ROUTES,
    log.ROUTE,
    *rules.ROUTES,
    figures.ROUTE,
    *people.ROUTES,
    *settings.ROUTES,
    *imports.ROUTES,
    *uploads.ROUTES,
    *account.ROUTES,
    stream.ROUTE,
    stream.COUNT,
)

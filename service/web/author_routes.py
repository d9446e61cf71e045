"""The doors for authors, blocks and notes: a part of `route_table`."""

from service.web.admin.authors import (
    block_author,
    list_blocks,
    note_author,
    remove_note,
    show_author,
    unblock_author,
)
from service.web.route import Route

AUTHOR_ROUTES: tuple[Route, ...] = (
    show_author.ROUTE,
    list_blocks.ROUTE,
    block_author.ROUTE,
    unblock_author.ROUTE,
    note_author.ROUTE,
    remove_note.ROUTE,
)

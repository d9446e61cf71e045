"""The doors to threads: a part of `route_table`."""

from service.web.admin.threads import (
    close_thread,
    list_threads,
    merge_threads,
    rename_thread,
    show_thread,
    undo_merge,
)
from service.web.route import Route

THREAD_ROUTES: tuple[Route, ...] = (
    list_threads.ROUTE,
    show_thread.ROUTE,
    close_thread.CLOSE,
    close_thread.OPEN,
    rename_thread.ROUTE,
    merge_threads.ROUTE,
    undo_merge.ROUTE,
)

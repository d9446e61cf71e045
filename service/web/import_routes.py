"""The doors to imports: a part of `route_table`."""

from service.web.admin.imports import list_imports, list_problems, show_import, undo_import
from service.web.admin.uploads import (
    import_upload,
    leave_upload,
    look_again,
    send_upload,
    show_upload,
)
from service.web.route import Route

IMPORT_ROUTES: tuple[Route, ...] = (
    send_upload.ROUTE,
    show_upload.ROUTE,
    look_again.ROUTE,
    import_upload.ROUTE,
    leave_upload.ROUTE,
    list_imports.ROUTE,
    show_import.ROUTE,
    list_problems.ROUTE,
    undo_import.ROUTE,
)

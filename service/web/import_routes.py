"""The doors to imports: a part of `route_table`."""

from service.web.admin.imports import list_imports, list_problems, show_import, undo_import
from service.web.route import Route

IMPORT_ROUTES: tuple[Route, ...] = (
    list_imports.ROUTE,
    show_import.ROUTE,
    list_problems.ROUTE,
    undo_import.ROUTE,
)

"""All doors. The router, the API description, the documentation and the generated tests are made
from this one list; a new endpoint is a new file and a line here."""

from service.web.admin import (
    check_rule_set,
    decide,
    explain,
    list_log,
    list_queue,
    list_replays,
    list_rule_sets,
    move_rule_set,
    save_rule_set,
    show_comment,
    show_model,
    show_replay,
    show_rule_set,
    show_shadow,
    start_replay,
    undo,
)
from service.web.pages import api_description, docs, stylesheet
from service.web.public import (
    count_comments,
    edit_own_comment,
    health,
    list_comments,
    post_comment,
    preview_comment,
    show_own_comment,
    withdraw_own_comment,
)
from service.web.route import Route

ROUTES: tuple[Route, ...] = (
    post_comment.ROUTE,
    list_comments.ROUTE,
    count_comments.ROUTE,
    show_own_comment.ROUTE,
    edit_own_comment.ROUTE,
    withdraw_own_comment.ROUTE,
    preview_comment.ROUTE,
    list_queue.ROUTE,
    show_comment.ROUTE,
    decide.ROUTE,
    undo.ROUTE,
    list_log.ROUTE,
    list_rule_sets.ROUTE,
    save_rule_set.ROUTE,
    check_rule_set.ROUTE,
    show_rule_set.ROUTE,
    move_rule_set.ROUTE,
    show_shadow.ROUTE,
    list_replays.ROUTE,
    start_replay.ROUTE,
    show_replay.ROUTE,
    show_model.ROUTE,
    explain.ROUTE,
    health.HEALTH,
    health.READINESS,
    api_description.ROUTE,
    docs.ROUTE,
    stylesheet.ROUTE,
)

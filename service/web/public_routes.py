"""The doors that stand open from the start, for any visitor: a part of `route_table`."""

from service.web.pages import api_description, docs, stylesheet, widget
from service.web.public import (
    cast_vote,
    count_comments,
    edit_own_comment,
    find_anchor,
    health,
    list_comments,
    make_appeal,
    post_comment,
    preview_comment,
    report_comment,
    show_avatar,
    show_feed,
    show_own_comment,
    stream_comments,
    withdraw_own_comment,
)
from service.web.route import Route

PUBLIC_ROUTES: tuple[Route, ...] = (
    post_comment.ROUTE,
    list_comments.ROUTE,
    count_comments.ROUTE,
    find_anchor.ROUTE,
    show_own_comment.ROUTE,
    edit_own_comment.ROUTE,
    withdraw_own_comment.ROUTE,
    preview_comment.ROUTE,
    report_comment.ROUTE,
    make_appeal.ROUTE,
    cast_vote.ROUTE,
    show_avatar.ROUTE,
    show_feed.ROUTE,
    stream_comments.ROUTE,
    health.HEALTH,
    health.READINESS,
    api_description.ROUTE,
    docs.ROUTE,
    stylesheet.ROUTE,
    *widget.ROUTES,
)

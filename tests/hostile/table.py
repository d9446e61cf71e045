"""The table of bad input: what is sent, to which routes, and how it is refused."""

from tests.hostile import bodies, doors, queries, states
from tests.hostile.case import (
    Case,
    asks,
    both,
    but,
    changes,
    decides,
    every,
    is_authors,
    is_guarded,
    is_moderators,
    is_persons,
    named,
    needs_fields,
    says,
    takes_body,
    takes_fields,
    takes_form,
    takes_scripts,
    takes_text,
)

A_TYPE = ("wrong_type", "unknown_value")
JUDGES = named("decide", "post_reply", "edit_reply", "answer_appeal")
CHOOSES = says("action", "outcome", "vote")
SAYS_A_LINE = but(says("name", "reason"), "report_comment")
OF_ONE_PAGE = but(asks("post"), "count_comments")
"""Of many pages, those that are none just have no count."""
A_NUMBER = ("wrong_type", "out_of_range")
NOT_AS_IT_SHOULD_BE = ("malformed_json", "wrong_type", "unknown_field", "unknown_value")

BODIES = (
    Case("an empty body", takes_fields, bodies.empty, 400, ("malformed_json",)),
    Case("no JSON", takes_body, bodies.no_json, 400, ("malformed_json",)),
    Case("no object", takes_body, bodies.no_object, 400, ("wrong_type",)),
    Case("a wrong type", takes_fields, bodies.wrong_types, 400, A_TYPE),
    Case("an unknown choice", CHOOSES, bodies.unknown_choices, 400, ("unknown_value",)),
    Case("a number out of range", says("version"), bodies.numbers_out_of_range, 400, A_NUMBER),
    Case("a missing field", needs_fields, bodies.missing_fields, 400, ("missing_field",)),
    Case("an unknown field", takes_body, bodies.unknown_fields, 400, ("unknown_field",)),
    Case("a field twice", takes_fields, bodies.repeated_fields, 400, ("duplicate_field",)),
    Case("deep nesting", takes_body, bodies.deep_nesting, 400, ("malformed_json", "wrong_type")),
    Case("a deep field", takes_fields, bodies.deep_nesting_in_fields, 400, NOT_AS_IT_SHOULD_BE),
    Case("brackets", takes_body, bodies.a_hundred_thousand_brackets, 413, ("body_too_large",)),
    Case("a megabyte", takes_body, bodies.a_megabyte, 413, ("body_too_large",)),
    Case("bad UTF-8", takes_fields, bodies.bad_utf8, 400, ("bad_utf8",)),
    Case("half a character", takes_fields, bodies.lone_surrogates, 400, ("malformed_json",)),
    Case("NUL in text", takes_text, bodies.nul, 422, ("control_character",)),
    Case("other charsets", takes_body, bodies.other_utf, 415, ("unsupported_encoding",)),
    Case("a packed body", every, bodies.gzipped, 415, ("unsupported_encoding",)),
    Case("multipart", takes_body, bodies.multipart, 415, ("unsupported_media_type",)),
    Case("other media", takes_body, bodies.other_media, 415, ("unsupported_media_type",)),
    Case("a form field twice", takes_form, bodies.repeated_form_fields, 400, ("duplicate_field",)),
    Case("a broken form", takes_form, bodies.broken_forms, 400, ("malformed_form",)),
    Case("a form not in UTF-8", takes_form, bodies.forms_not_in_utf8, 400, ("bad_utf8",)),
    Case("NUL in a form", takes_form, bodies.nul_in_forms, 422, ("control_character",)),
)

QUERIES = (
    Case("an unknown parameter", every, queries.unknown, 400, ("unknown_field",)),
    Case("a parameter twice", every, queries.repeated, 400, ("duplicate_field",)),
    Case("a missing parameter", asks("post"), queries.missing, 400, ("missing_field",)),
    Case("a broken escape", every, queries.broken_escapes, 400, ("malformed_query",)),
    Case("bad UTF-8 in the query", every, queries.bad_utf8, 400, ("bad_utf8",)),
    Case("NUL in the query", every, queries.nul, 422, ("control_character",)),
    Case("no number", asks("limit"), queries.no_numbers, 400, A_NUMBER),
    Case("a limit out of range", asks("limit"), queries.numbers_out_of_range, 400, A_NUMBER),
    Case("no choice", asks("sort", "order"), queries.unknown_choices, 400, ("unknown_value",)),
    Case("a bad cursor", asks("cursor"), queries.bad_cursors, 400, ("bad_cursor",)),
    Case("another site", asks("site"), queries.unknown_site, 404, ("unknown_site",)),
    Case("another's page", OF_ONE_PAGE, queries.foreign_page, 422, ("foreign_page",)),
    Case("no page", OF_ONE_PAGE, queries.no_page, 422, ("bad_page",)),
)

DOORS = (
    Case("a wrong method", every, doors.wrong_methods, 405, ("method_not_allowed",)),
    Case("no token", is_guarded, doors.no_token, 401, ("bad_token",)),
    Case("no bearer token", is_guarded, doors.no_bearer, 401, ("bad_token",)),
    Case("a garbage edit token", is_authors, doors.garbage_tokens, 403, ("bad_token",)),
    Case("another's edit token", is_authors, doors.tokens_of_others, 403, ("bad_token",)),
    Case("a garbage token", is_moderators, doors.garbage_tokens, 401, ("bad_token",)),
    Case("an edit token", is_moderators, doors.edit_tokens, 401, ("bad_token",)),
    Case("a viewer's token", decides, doors.viewers_tokens, 403, ("role_too_low",)),
    Case("no cookie", is_persons, doors.no_cookie, 401, ("bad_token",)),
    Case(
        "a garbage cookie",
        is_persons,
        doors.garbage_cookies,
        401,
        ("session_ended", "bad_token"),
    ),
    Case("a token for a person", is_persons, doors.bearer_tokens, 403, ("session_required",)),
    Case(
        "a page elsewhere",
        is_persons,
        doors.requests_from_elsewhere,
        403,
        ("foreign_request",),
    ),
    Case(
        "a cookie alone",
        both(is_persons, changes),
        doors.cookies_alone,
        403,
        ("csrf_required",),
    ),
    Case(
        "a page elsewhere signing in",
        named("sign_in", "become_owner", "accept_invitation", "reset_password"),
        doors.requests_from_elsewhere,
        403,
        ("foreign_request",),
    ),
    Case(
        "a stranger's token",
        named("show_comment", "decide", "post_reply", "edit_reply", "answer_appeal"),
        doors.strangers_tokens,
        404,
        ("unknown_comment",),
    ),
    Case(
        "a stranger's token",
        named("undo_decision"),
        doors.strangers_tokens,
        404,
        ("unknown_decision",),
    ),
    Case(
        "a stranger asking for the site",
        both(is_moderators, asks("site")),
        doors.strangers_asking_for_the_site,
        404,
        ("unknown_site",),
    ),
    Case("an unknown id", is_authors, doors.unknown_ids, 403, ("bad_token",)),
    Case("a malformed id", is_authors, doors.malformed_ids, 403, ("bad_token",)),
    *(
        Case(name, named(route), attacks, 404, (code,))
        for name, attacks in (
            ("an unknown id", doors.unknown_ids),
            ("a malformed id", doors.malformed_ids),
        )
        for route, code in (
            ("show_comment", "unknown_comment"),
            ("decide", "unknown_comment"),
            ("answer_appeal", "unknown_comment"),
            ("cast_vote", "unknown_comment"),
            ("post_reply", "unknown_comment"),
            ("edit_reply", "unknown_comment"),
            ("undo_decision", "unknown_decision"),
            ("show_thread", "unknown_thread"),
            ("close_thread", "unknown_thread"),
            ("open_thread", "unknown_thread"),
            ("rename_thread", "unknown_thread"),
            ("merge_threads", "unknown_thread"),
            ("undo_merge", "unknown_merge"),
            ("show_upload", "unknown_upload"),
            ("look_again", "unknown_upload"),
            ("import_upload", "unknown_upload"),
            ("leave_upload", "unknown_upload"),
            ("end_session", "unknown_session"),
            ("change_roles", "unknown_moderator"),
            ("remove_moderator", "unknown_moderator"),
            ("offer_reset", "unknown_moderator"),
            ("revoke_invitation", "unknown_invitation"),
            ("revoke_token", "unknown_token"),
        )
    ),
    Case("a foreign page", takes_scripts, doors.foreign_origins, 403, ("foreign_origin",)),
    Case("an expectation", every, doors.expectations, 417, ("expect",)),
    Case("an upgrade", every, doors.upgrades, 400, ("bad_request",)),
)

SENDS = named("send_upload")
POSTS = named("post_comment")
STATES = (
    Case("an unknown site", says("site"), states.unknown_sites, 404, ("unknown_site",)),
    Case("a foreign page", says("post"), states.foreign_pages, 422, ("foreign_page",)),
    Case("not a page", says("post"), states.no_pages, 422, ("bad_page",)),
    Case("a closed thread", says("post"), states.closed_threads, 422, ("thread_closed",)),
    Case("an unknown parent", says("parent"), states.unknown_parents, 422, ("unknown_parent",)),
    Case(
        "a blank text",
        named("post_comment", "edit_own_comment", "post_reply", "edit_reply"),
        states.blank_texts,
        422,
        ("empty",),
    ),
    Case("a blank appeal", named("make_appeal"), states.blank_texts, 422, ("empty_appeal",)),
    Case("an unknown reason", named("report_comment"), bodies.unknown_choices, 400, A_TYPE),
    Case("nothing to appeal", named("make_appeal"), states.examples, 409, ("not_appealable",)),
    Case("no appeal", named("answer_appeal"), states.examples, 409, ("no_open_appeal",)),
    Case("a long line", SAYS_A_LINE, states.long_lines, 422, ("too_long",)),
    Case("a long text", says("text", "note"), states.long_texts, 422, ("too_long",)),
    Case(
        "a control character",
        SAYS_A_LINE,
        states.control_characters,
        422,
        ("control_character",),
    ),
    Case("a filled trap", POSTS, states.filled_traps, 422, ("trap",)),
    Case(
        "a bad key",
        named("post_comment", "post_reply"),
        states.bad_idempotency_keys,
        400,
        ("bad_idempotency_key",),
    ),
    Case("an empty file", SENDS, states.empty_files, 422, ("import_empty",)),
    Case("no export", SENDS, states.files_that_are_no_exports, 422, states.NO_EXPORT),
    Case("no file", SENDS, states.what_is_no_file, 415, ("unsupported_media_type",)),
    Case("a stale version", JUDGES, states.stale_versions, 409, ("stale_version",)),
    Case("an older decision", named("undo_decision"), states.older_decisions, 409, ("superseded",)),
    Case(
        "the rules' decision",
        named("undo_decision"),
        states.decisions_of_the_rules,
        409,
        ("not_undoable",),
    ),
)

CASES: tuple[Case, ...] = (*BODIES, *QUERIES, *DOORS, *STATES)

"""What an import has to tell: nothing is dropped without a row that says what, where and why."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a row is in the report. Sentences stand in the catalogues under `import.reason.<…>`."""

    PARENT_MISSING = "parent-missing"
    PARENT_CYCLE = "parent-cycle"
    PARENT_OTHER_THREAD = "parent-other-thread"
    THREAD_MISSING = "thread-missing"
    THREAD_NO_URL = "thread-no-url"
    THREAD_FOREIGN_HOST = "thread-foreign-host"
    THREAD_URL_VARIANT_MERGED = "thread-url-variant-merged"
    POSSIBLE_FALSE_MERGE = "possible-false-merge"
    CASE_ONLY_VARIANT = "case-only-variant"
    DUPLICATE_ID_SAME = "duplicate-id-same"
    DUPLICATE_ID_DIFFERS = "duplicate-id-differs"
    POSSIBLE_DUPLICATE_OTHER_SOURCE = "possible-duplicate-other-source"
    STATUS_UNKNOWN = "status-unknown"
    SPAM = "spam"
    PENDING = "pending"
    TRASH = "trash"
    DELETED_TOMBSTONE = "deleted-tombstone"
    REMOVED_PLACEHOLDER = "removed-placeholder"
    TYPE_NOT_COMMENT = "type-not-comment"
    PRIVATE_TYPE = "private-type"
    DATE_MISSING = "date-missing"
    DATE_UNPARSEABLE = "date-unparseable"
    DATE_ZONE_ASSUMED = "date-zone-assumed"
    DATE_FUTURE = "date-future"
    AUTHOR_MISSING = "author-missing"
    EMAIL_INVALID = "email-invalid"
    URL_SCHEME_ADDED = "url-scheme-added"
    URL_DROPPED = "url-dropped"
    BODY_EMPTY = "body-empty"
    BODY_HTML_SANITISED = "body-html-sanitised"
    BODY_TOO_LONG = "body-too-long"
    BODY_NEWLINES_CONVERTED = "body-newlines-converted"
    ENCODING_REPAIRED = "encoding-repaired"
    CONTROL_CHARS_REMOVED = "control-chars-removed"
    REMOTE_IMAGE = "remote-image"
    POSITION_PARENT = "position-parent"
    FIELD_UNKNOWN = "field-unknown"
    SECRET_SKIPPED = "secret-skipped"  # noqa: S105 -- the name of a reason
    XML_RECOVERED = "xml-recovered"
    TRUNCATED_FILE = "truncated-file"
    LOCALLY_CHANGED = "locally-changed"
    LOCALLY_ERASED = "locally-erased"


class Outcome(StrEnum):
    """What became of the record that a problem is about. `skipped`: it was read and is not
    imported, so the problem stands for the record in the sum; `kept`: it is imported, as the
    reason says; `merged`: it went into another one; `noted`: it is about no record of its own."""

    SKIPPED = "skipped"
    KEPT = "kept"
    MERGED = "merged"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in what was read: the file's name (in its archive), and the line or byte offset, from
    1 and from 0, where they are known."""

    file: str = ""
    line: int | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the report. `about` is the source's id of the record, `excerpt` at most 200
    characters of what is meant; no secret is ever in it."""

    reason: Reason
    outcome: Outcome
    place: Place = Place()
    about: str | None = None
    excerpt: str = ""

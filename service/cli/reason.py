"""Why a decision is taken, as the options `--reason`, `--note` and `--to-author` say it."""


def reason_and_note(reason: str | None, note: str | None) -> tuple[str | None, str | None]:
    """Both as they go into the log, within the limits that the API has.

    Raises Invalid `control_character` and `too_long`, and UnicodeEncodeError for bytes that are no
    text: before anything is decided, not in the middle.
    """
    from service.web.admin import decide

    f"{reason}{note}".encode()
    return decide.reason_and_note(reason, note)


def words_to_author(said: str | None) -> str | None:
    """What the author is told, as `reason_and_note`."""
    from service.web.admin import decide

    (said or "").encode()
    return decide.words_to_author(said)

"""Why a decision is taken, as the options `--reason` and `--note` say it."""


def reason_and_note(reason: str | None, note: str | None) -> tuple[str | None, str | None]:
    """Both as they go into the log, within the limits that the API has.

    Raises Invalid `control_character` and `too_long`, and UnicodeEncodeError for bytes that are no
    text: before anything is decided, not in the middle.
    """
    from service.web.admin import decide

    f"{reason}{note}".encode()
    return decide.reason_and_note(reason, note)

"""Times and counts as sources write them."""

from zoneinfo import ZoneInfo

import pytest

from service.domain.import_problem import Reason
from service.transfer.fields import Moment, count, epoch, excerpt, moment, scalar

UTC, AMSTERDAM = ZoneInfo("UTC"), ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2011-11-27T13:34:32.972-08:00", 1322429672972),
        ("2011-11-27T21:34:32.9724567Z", 1322429672972),
        (" 2011-11-27 22:34:32 +0100 ", 1322429672000),
    ],
)
def test_times_with_an_offset_are_read_to_the_millisecond(text: str, ms: int) -> None:
    assert moment(text, AMSTERDAM) == Moment(ms)


def test_a_time_without_an_offset_is_the_zones_and_says_so() -> None:
    assumed = Moment(1322429672000, Reason.DATE_ZONE_ASSUMED)

    assert moment("2011-11-27 22:34:32", AMSTERDAM) == assumed
    assert moment("27/11/2011 22.34.32", AMSTERDAM, form="%d/%m/%Y %H.%M.%S") == assumed


def test_what_is_no_time_is_told_from_what_is_missing() -> None:
    for none in (None, "", "0001-01-01T00:00:00Z", "0000-00-00 00:00:00"):
        assert moment(none, UTC) == Moment(None, Reason.DATE_MISSING)
    for odd in ("-0001-11-30", "29 november 2010 om 12:35", "1900-01-01"):
        assert moment(odd, UTC) == Moment(None, Reason.DATE_UNPARSEABLE)
    assert moment("9999-12-31T23:59:59Z", UTC) == Moment(None, Reason.DATE_FUTURE)
    assert epoch(None, unit_ms=1) == Moment(None, Reason.DATE_MISSING)
    for odd in ("x", "nan", "1e300", "-5"):
        assert epoch(odd, unit_ms=1000) == Moment(None, Reason.DATE_UNPARSEABLE)


def test_numbers_are_times_in_their_unit() -> None:
    assert epoch(1322429672.972, unit_ms=1000) == epoch("1322429672972", unit_ms=1)
    assert epoch("1322429672972", unit_ms=1) == Moment(1322429672972)


def test_plain_values_are_trimmed_and_blank_ones_are_none() -> None:
    assert [scalar(x) for x in ("\n a ", 0)] == ["a", "0"]
    assert not any(scalar(x) for x in ("", " ", None, {}, []))
    assert [count(x) for x in ("3", 3, "-1", "x", None, "9" * 30)] == [3, 3, 0, 0, 0, 0]
    assert excerpt("a\n b" + "c" * 999) == "a b" + "c" * 197

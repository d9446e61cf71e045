"""What a password must be: long, and not the first that anybody tries (NIST SP 800-63B)."""

import unicodedata

from service.domain.errors import Invalid

PASSWORD_MIN = 12
"""Characters. Shorter ones can be guessed from a stolen database (NIST SP 800-63B, 5.1.1)."""
PASSWORD_MAX = 200
_FEWEST_SIGNS = 4
_SHORTEST_PART = 3

_WORST = """
    123456789012 1234567890123 12345678901234 123456789123 123123123123 0123456789012
    112233445566 qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyqwerty qwerty123456 qwerty1234567
    1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv azertyuiop12 asdfghjkl123 zxcvbnm12345 abcdefghijkl
    abcd12345678 abc123abc123 a1b2c3d4e5f6 password1234 password12345 password123456
    passwordpassword passw0rd1234 mypassword123 changemenow1 changeme1234 changemechangeme
    letmein12345 letmeinletmein iloveyou1234 iloveyou12345 welcome12345 welcome123456
    administrator administrator1 admin1234567 adminadminadmin rootrootroot superman1234
    football1234 baseball1234 princess1234 dragon123456 monkey123456 sunshine1234
    trustno1trustno1 correcthorsebatterystaple welkom123456 welkom1234567 welkom012345
    wachtwoord12 wachtwoord123 wachtwoord1234 wachtwoord01 wachtwoordwachtwoord geheim123456
    geheimgeheim hallohallo12 hallohallohallo ikhouvanjou1 ikhouvanjou123 voetbal12345
    feyenoord123 amsterdam123 amsterdam1234 rotterdam123 nederland123 zomer2024zomer
    zomer2025zomer moderator123 moderator1234 moderatormoderator reactie12345 reactiereactie
"""
_REFUSED = {*_WORST.split(), "correct horse battery staple"}


def read_password(typed: str, *known: str, field: str = "password") -> str:
    """The password as it is kept: in one Unicode form, so that every keyboard gives the same.

    Raises Invalid `short_password`, `too_long`, and `weak_password` for what is among the first
    that anybody tries: well-known ones, few different signs, and what is `known` of the person.
    """
    password = normal_form(typed)
    if len(password) < PASSWORD_MIN:
        raise Invalid("short_password", field, least=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        raise Invalid("too_long", field, limit=PASSWORD_MAX)
    folded = password.casefold()
    about = {each for one in known for each in (one.casefold(), one.casefold().partition("@")[0])}
    rest = folded
    for part in sorted(about, key=len, reverse=True):
        rest = rest.replace(part, "") if len(part) >= _SHORTEST_PART else rest
    if folded in _REFUSED or len(set(folded)) < _FEWEST_SIGNS or len(rest) < _FEWEST_SIGNS:
        raise Invalid("weak_password", field)
    return password


def normal_form(typed: str) -> str:
    """The Unicode form in which passwords are compared; far too long ones are cut: wrong."""
    return unicodedata.normalize("NFKC", typed[: PASSWORD_MAX * 2])

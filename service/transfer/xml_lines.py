"""XML as exports write it: every value escaped, without signs that XML cannot hold."""

import re
from html import escape

_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, value: object = "") -> str:
    """One element with a value, on a line of its own."""
    return f"<{name}>{escape(_clean(str(value)), quote=False)}</{name}>\n"


def cdata(name: str, value: object = "") -> str:
    """The same with the value as it is, for texts that are markup themselves."""
    inner = _clean(str(value)).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{inner}]]></{name}>\n"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)

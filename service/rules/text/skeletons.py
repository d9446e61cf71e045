"""Names by how they look: two that share a skeleton pass for each other.

Case, accents, spaces, punctuation and what shows as nothing make no difference; letters of other
scripts and signs are the Latin letters that they look like, those of Unicode's confusables (UTS
#39), and `rn` is `m`. It takes time linear in the name, of which LONGEST characters count.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, takewhile

from service.rules.text.disguises import LATIN, SKELETON
from service.rules.text.folding import REMEMBERED, fold

LONGEST = 200
"""Characters of a name that are looked at: more than any form takes."""
PARTS_MAX = 8
TITLES_MAX = 3
"""Titles that are taken off either end of a name."""

_ROLES = frozenset({"admin", "administrator", "beheerder", "moderator"})
"""Titles that claim a moderator's place whatever name they stand with: "Moderator Jan"."""
_TITLES = (
    _ROLES
    | {"de", "echte", "het", "officieel", "officiele", "redacteur", "redactie"}
    | {"editor", "mod", "official", "owner", "real", "the"}
)

_PARTING = re.compile(r"[()\[\]{}<>«»“”„\"|/\\,;:•·~–—]++|\s-+\s")
"""What parts the pieces of a name that are names by themselves: "Jan (moderator)"."""
_BETWEEN_WORDS = re.compile(r"[\s_.-]++")
_SIGNS = (r"[\W_]", r"(?:[^\w@$€]|_)")
"""What may be no letter: any sign, and any but those that hardly anybody adorns a name with."""
_MARKS = [re.compile(f"{sign}++") for sign in _SIGNS]
_EDGES = [re.compile(rf"\A{sign}++|(?<!{sign}){sign}++\Z") for sign in _SIGNS]
_NUMBER = re.compile(r"(?<!\d)\d++[\W_]*+\Z")
_NUMBERS = re.compile(r"(?<![\W\d_])[\W\d_]++\Z")
_ONE_AS_TWO = str.maketrans({"m": "rn", "w": "vv"})
_LATIN_NAME = re.compile(
    r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL|SMALL LETTER SCRIPT)"
    r" (?P<letter>[A-Z])(?: WITH .+)?\Z"
)


class _Shapes(dict[int, int | str]):
    """Code points as the Latin letters that they look like before anything is folded: a capital
    may look like another letter than its small form does. Latin letters lose stroke and hook."""

    def __missing__(self, code: int) -> int | str:
        found = _LATIN_NAME.match(unicodedata.name(chr(code), ""))
        shape = code if found is None else found["letter"].lower()
        if len(self) < REMEMBERED:
            self[code] = shape
        return shape


def _shapes() -> _Shapes:
    """Of the confusables of UTS #39 those that neither folding nor `LATIN` makes the letter."""
    alike = {
        "a": "⍺ɑᎪᗅꓮ𖽀𐊠",
        "aa": "ꜳꜲ",
        "ae": "æӕÆӔ",
        "b": "ƄᏏᑲᖯꞴᏴᗷꓐ𐊂𐊡𐌁",
        "c": "ϲⲥꮯ𐐽🝌𑣲𑣩ϹⲤᏟꓚ𐊢𐌂𐐕𐔜",
        "d": "ᏧᑯꓒᎠᗞᗪꓓ",
        "e": "℮ꬲҽ⋿ⴹᎬꓰ𑢦𑢮𐊆",
        "f": "ꬵք𝈓Ϝ𝟊ᖴꓝ𑣂𑢢𐊇𐊥𐔥",
        "g": "ƍԌᏀᏳꓖ",
        "h": "ᏂⲎᎻᕼꓧ𐋏",
        "i": "⍳ɩꙇꭵᎥ𑣃ı",
        "j": "ϳͿᎫᒍꓙ",
        "k": "ⲔᏦᛕꓗ𐔘",
        "l": "∣⏽￨۱𐌠ƖǀⲒⵏᛁꓲ𖼨𐊊𐌉𝈪ⳐᏞᒪꓡ𖼖𑢣𑢲𐐛𐔦",
        "m": "ϺⲘᎷᗰᛖꓟ𐊰𐌑𑣣𑜀",
        "n": "Ⲛꓠ𐔓и",
        "o": "०੦૦௦౦೦൦๐໐၀۵ᴑꬽⲟჿഠဝ𐓪𑣈𑣗𐐬০୦〇𑓐𑣠Ⲟⵔዐଠ𐓂ꓳ𑢵𐊒𐊫𐐄𐔖",
        "oe": "œŒ",
        "p": "⍴ⲣⲢᏢᑭꓑ𐊕",
        "q": "ⵕ",
        "r": "ꭇꭈᴦⲅꮁ𝈖ƦᎡᏒ𐒴ᖇꓣ𖼵я",
        "s": "ƽꮪ𑣁𐑈ՏᏕᏚꓢ𖼺𐊖𐐠",
        "t": "⊤⟙🝨ⲦᎢꓔ𖼊𑢼𐊗𐊱𐌕",
        "u": "ꞟʋ𐓶𑣘∪⋃ሀ𐓎ᑌꓴ𖽂𑢸",
        "v": "∨⋁𑜆ꮩ𑣀𝈍۷ⴸᏙᐯꛟꓦ𖼈𑢠𐔝",
        "w": "ɯѡ𑜊𑜎𑜏ꮃ𑣯𑣦ᎳᏔꓪ",
        "x": "᙮×⤫⤬⨯ᕁᕽ᙭╳𐌢𑣬ꞳⲬⵝᚷꓫ𐊐𐊴𐌗𐔧",
        "y": "ɣᶌყ𑣜ⲨᎩᎽꓬ𖽃𑢤𐊲",
        "z": "ꮓ𑣄𐋵𑣥Ꮓꓜ𑢩",
    }
    greek = zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx", strict=True)
    shapes = _Shapes({ord(capital): latin for capital, latin in greek})
    shapes |= {ord(other): latin for latin, others in alike.items() for other in others}
    return shapes


_SHAPES = _shapes()


@lru_cache(1_024)
def skeletons(name: str) -> frozenset[str]:
    """What a name looks like, in the few ways that its signs can be read; empty when nobody can see
    it."""
    if name.isascii() and name.replace(" ", "").isalnum():
        return frozenset((_skeleton(name.lower()),))  # No signs, so there is one way.
    folded = {fold(name).translate(LATIN)}
    if not name.isascii():
        shapes = unicodedata.normalize("NFKD", name)[:LONGEST].translate(_SHAPES)
        folded.add(fold(shapes).translate(LATIN))
    forms = {signs.sub("", each) for each in folded for signs in (*_EDGES, *_MARKS)}
    return frozenset(filter(None, map(_skeleton, folded | forms)))


def readings(typed: str) -> frozenset[str]:
    """The skeletons of all the names that readers may take a typed one for: itself, without the
    titles, numbers and marks about it ("Moderator Jan", "Jan2", "Jan ✓"), and its parts."""
    name = typed[:LONGEST]
    sources = {name}
    if not name.isascii():
        sources |= {_without_symbols(name, letters=letters) for letters in (0, 1)}
    parts = {part for source in sources for part in (source, *_PARTING.split(source, PARTS_MAX))}
    meant = {each for part in parts for each in _meant(_BETWEEN_WORDS.split(part.strip()))}
    meant |= {each.sub("", name) for name in meant for each in (_NUMBER, _NUMBERS)}
    return frozenset(chain.from_iterable(map(skeletons, meant)))


def _meant(words: Sequence[str]) -> Iterator[str]:
    """The name of these words, then with less and less of its titles, and titles that are roles."""
    leading = _titles(words)
    trailing = _titles(words[leading:][::-1])
    end = len(words) - trailing
    for first in range(leading + 1):
        for last in range(end, len(words) + 1):
            yield " ".join(words[first:last])
    yield from (word for word in (*words[:leading], *words[end:]) if skeletons(word) & _ROLE_SHAPES)


def _titles(words: Sequence[str]) -> int:
    """How many titles the words begin with."""
    return len(list(takewhile(_is_title, words[:TITLES_MAX])))


def _is_title(word: str) -> bool:
    return not _TITLE_SHAPES.isdisjoint(skeletons(word))


def _without_symbols(name: str, *, letters: int) -> str:
    """Spaces for symbols that fold to more letters: ™ is a mark, Ⓐ may be one or a letter."""
    return "".join(
        " " if unicodedata.category(each) in ("So", "No") and len(fold(each)) > letters else each
        for each in name
    )


def _skeleton(latin: str) -> str:
    return "".join(filter(str.isalnum, latin.translate(SKELETON))).translate(_ONE_AS_TWO)


_ROLE_SHAPES = frozenset(map(_skeleton, _ROLES))
_TITLE_SHAPES = frozenset(map(_skeleton, _TITLES))

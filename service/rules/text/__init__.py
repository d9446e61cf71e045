"""Views of what a visitor typed: plain, folded, words, links. Every one of them leads back to the
exact characters that were typed."""

from service.rules.text.disguises import DisguiseBook
from service.rules.text.folding import Folded, fold
from service.rules.text.links import Link, canonical_host, find_links
from service.rules.text.skeletons import skeletons
from service.rules.text.terms import holds, terms_of
from service.rules.text.views import FIELDS, FieldView, Views, words_of

__all__ = [
    "FIELDS",
    "DisguiseBook",
    "FieldView",
    "Folded",
    "Link",
    "Views",
    "canonical_host",
    "find_links",
    "fold",
    "holds",
    "skeletons",
    "terms_of",
    "words_of",
]

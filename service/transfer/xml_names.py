"""What elements and attributes are called, whatever prefix a file gives them."""

import re

_KNOWN = (
    (re.compile(r"https?://wordpress\.org/export/1\.[0-9]+/"), "wp"),
    (re.compile(r"https?://wordpress\.org/export/1\.[0-9]+/excerpt/"), "excerpt"),
    (re.compile(r"https?://(?:www\.)?disqus\.com/disqus-internals/?"), "dsq"),
    (re.compile(r"https?://(?:www\.)?disqus\.com/?"), "disqus"),
    (re.compile(r"http://www\.w3\.org/2005/Atom"), "atom"),
    (re.compile(r"http://purl\.org/syndication/thread/1\.0"), "thr"),
    (re.compile(r"http://schemas\.google\.com/g/2005"), "gd"),
    (re.compile(r"http://schemas\.google\.com/blogger/20(?:08|18)"), "blogger"),
    (re.compile(r"http://(?:purl\.org/atom/app#|www\.w3\.org/2007/app)"), "app"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc"),
    (re.compile(r"http://wellformedweb\.org/CommentAPI/"), "wfw"),
)
_CALLED_MAX = 1_000
_OTHER_WORDS = {"b": "blogger", "a": "atom"}


class Names:
    """Names for elements: `local` for what is in the root's own namespace or in none,
    `prefix:local` for the others, with the prefix of `_KNOWN` for what is declared as such, else
    the one that the file uses. Attributes have bare names unless they carry a prefix.

    So a Blogger feed has `entry`, `thr:in-reply-to` and `blogger:status`, WXR `item`,
    `wp:comment` and `atom:link`, Disqus `post` and `@dsq:id`, declared or not.
    """

    def __init__(self) -> None:
        # What prefixes stand for, and what names came to be called by it; of each open element.
        self._scopes: list[tuple[dict[str, str], dict[str, str]]] = [({"xml": "xml"}, {})]
        self._own: str | None = None
        self._lost: str | None = None

    def start(self, raw_name: str, attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
        """The element's name and its attributes by theirs, without the declarations."""
        scope, called = self._scopes[-1]
        if attributes and any(name.startswith("xmlns") for name in attributes):
            scope, called = dict(scope), {}
            for name, uri in attributes.items():
                if name == "xmlns" or name.startswith("xmlns:"):
                    scope[name[6:]] = _known(uri) or (name[6:] if len(name) > 6 else uri)
        self._scopes.append((scope, called))
        called_so = called.get(raw_name)
        if called_so is None:
            called_so = self._called(raw_name, scope)
            if len(called) < _CALLED_MAX:
                called[raw_name] = called_so
        if not attributes:
            return called_so, attributes
        return called_so, {
            _attribute(key, scope): value
            for key, value in attributes.items()
            if key != "xmlns" and not key.startswith("xmlns:")
        }

    def end(self) -> None:
        """The element is closed: what it declared holds no longer."""
        self._scopes.pop()

    def _called(self, raw_name: str, scope: dict[str, str]) -> str:
        prefix, colon, local = raw_name.rpartition(":")
        space = scope.get(prefix) if colon else scope.get("", "")
        if self._own is None:
            self._own = space if space is not None else ""
            self._lost = prefix if space is None else None
        if space is None and prefix != self._lost:
            return f"{_OTHER_WORDS.get(prefix, prefix)}:{local}"
        if space not in (None, "", self._own):
            return f"{space}:{local}"
        return local


def _attribute(name: str, scope: dict[str, str]) -> str:
    prefix, colon, local = name.rpartition(":")
    return f"{scope.get(prefix, prefix)}:{local}" if colon else name


def _known(uri: str) -> str | None:
    return next((prefix for known, prefix in _KNOWN if known.fullmatch(uri.strip())), None)

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
_OTHER_WORDS = {"b": "blogger", "a": "atom"}


class Names:
    """Names for elements: `local` for what is in the root's own namespace or in none,
    `prefix:local` for the others, with the prefix of `_KNOWN` for what is declared as such, else
    the one that the file uses. Attributes have bare names unless they carry a prefix.

    So a Blogger feed has `entry`, `thr:in-reply-to` and `blogger:status`, WXR `item`,
    `wp:comment` and `atom:link`, Disqus `post` and `@dsq:id`, declared or not.
    """

    def __init__(self) -> None:
        self._scopes: list[dict[str, str]] = [{"xml": "xml"}]
        self._own: str | None = None
        self._lost: str | None = None

    def start(self, raw_name: str, attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
        """The element's name and its attributes by theirs, without the declarations."""
        scope = self._scopes[-1]
        if any(name.startswith("xmlns") for name in attributes):
            scope = dict(scope)
            for name, uri in attributes.items():
                if name == "xmlns" or name.startswith("xmlns:"):
                    scope[name[6:]] = _known(uri) or (name[6:] if len(name) > 6 else uri)
        prefix, colon, local = raw_name.rpartition(":")
        space = scope.get(prefix) if colon else scope.get("", "")
        if self._own is None:
            self._own = space if space is not None else ""
            self._lost = prefix if space is None else None
        self._scopes.append(scope)
        name = local
        if space is None and prefix != self._lost:
            name = f"{_OTHER_WORDS.get(prefix, prefix)}:{local}"
        elif space not in (None, "", self._own):
            name = f"{space}:{local}"
        return name, {
            _attribute(key, scope): value
            for key, value in attributes.items()
            if key != "xmlns" and not key.startswith("xmlns:")
        }

    def end(self) -> None:
        """The element is closed: what it declared holds no longer."""
        self._scopes.pop()


def _attribute(name: str, scope: dict[str, str]) -> str:
    prefix, colon, local = name.rpartition(":")
    return f"{scope.get(prefix, prefix)}:{local}" if colon else name


def _known(uri: str) -> str | None:
    return next((prefix for known, prefix in _KNOWN if known.fullmatch(uri.strip())), None)

"""Which records of two systems are one comment for certain."""

_DISQUS = "disqus"
OF_DISQUS = "dsq_post_id"
"""What WordPress's plugin for Disqus keeps beside a comment: which post of Disqus it is."""


def twin_of(source: str, id_: str, of_disqus: str | None) -> str | None:
    """The name that a record shares with its twin. Posts of Disqus are numbered through all of its
    forums, so that no more need be known."""
    number = id_ if source == _DISQUS else of_disqus
    return f"{_DISQUS}:{number}" if number else None

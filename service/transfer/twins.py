"""Which records of two systems are one comment for certain."""

from service.domain.neutral import NeutralComment

_DISQUS = "disqus"
OF_DISQUS = "dsq_post_id"
"""What WordPress's plugin for Disqus keeps beside a comment: which post of Disqus it is."""


def twin_of(record: NeutralComment) -> str | None:
    """The name that a record shares with its twin. Posts of Disqus are numbered through all of its
    forums, so that no more need be known."""
    external = record.external
    number = external.id if external.source == _DISQUS else record.extra.get(OF_DISQUS)
    return f"{_DISQUS}:{number}" if number else None

"""When a person's earlier approvals carry over to what the same author writes now."""

from dataclasses import dataclass

from service.rules.contract import Context, Subject
from service.rules.options import option
from service.rules.text import FieldView, Link, canonical_host


@dataclass(frozen=True, slots=True)
class TrustOptions:
    approvals: int = option(
        2, "Comments of the same proven author that people approved, at the least.", at_least=1
    )
    links: int = option(1, "Links to other sites that trust carries, at the most.")


def is_trusted(subject: Subject, context: Context, options: TrustOptions) -> bool:
    """Whether the author is proven, approved often enough and more than rejected, and the text
    has few links: a record is worth stealing only for links."""
    return (
        context.proven
        and has_record(context.approved, context.rejected, options)
        and len(foreign_links(subject.views.text, context)) <= options.links
    )


def has_record(approved: int, rejected: int, options: TrustOptions) -> bool:
    """Whether a proven author was approved often enough, and more than rejected."""
    return approved >= options.approvals and approved > rejected


def foreign_links(field: FieldView, context: Context) -> list[Link]:
    """The links of a field that lead away from the site; of those to the same page the first."""
    if not field.pages:
        return []
    own = {canonical_host(host) for host in context.own_hosts}
    return [link for link in field.pages if link.host not in own]

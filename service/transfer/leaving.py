"""What of a page leaves with an export, by what was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.domain.exported import ExportedPage
from service.domain.identity import keyed_email
from service.domain.neutral import NeutralComment
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.usecases.export_comments import is_public


@dataclass(frozen=True, slots=True)
class Leaving:
    """A comment that leaves, its number in the whole file (from 1), and its parent's, which is None
    where that does not leave."""

    number: int
    parent: int | None
    record: NeutralComment


def leaving(
    site: Site, page: ExportedPage, options: WriteOptions, before: int = 0
) -> Iterator[Leaving]:
    """The page's comments that leave, parents first, numbered after the `before` ones."""
    numbers: dict[int, int] = {}
    for place, each in enumerate(page.comments):
        if options.public_only and not is_public(each.record):
            continue
        numbers[place] = number = before + len(numbers) + 1
        record = each.record if options.personal_data else _impersonal(site, each.record)
        yield Leaving(number, None if each.parent is None else numbers.get(each.parent), record)


def _impersonal(site: Site, record: NeutralComment) -> NeutralComment:
    author = record.author
    hashed = author.email_hash if author.email is None else keyed_email(site, author.email)
    return replace(
        record, ip=None, user_agent=None, author=replace(author, email=None, email_hash=hashed)
    )

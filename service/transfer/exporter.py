"""What a format is to us that comments leave in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from service.domain.exported import ExportedPage
from service.domain.ports import Renderer
from service.domain.site import Site


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """`at` is now in UTC milliseconds. Without `personal_data`, addresses are left out, but for a
    hash of an e-mail address that only this site can make; `public_only`: what readers see.
    `renderer` makes HTML for formats that hold nothing else."""

    at: int
    personal_data: bool = True
    public_only: bool = False
    renderer: Renderer | None = None


class Exporter(Protocol):
    """One format. `name` is the word for `--format`, `title` how people call it, `suffix` how its
    files end. `losses` are the fields of the neutral record that it cannot hold.

    `write` makes the file's bytes part by part, page by page; equal pages make equal bytes.
    """

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def losses(self) -> tuple[str, ...]: ...

    def write(
        self, site: Site, pages: AsyncIterator[ExportedPage], options: WriteOptions
    ) -> AsyncIterator[bytes]: ...

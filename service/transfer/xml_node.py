"""An element that was read."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Node:
    """One element with all that is in it, and where in the file it starts. `within` is what it
    was taken out of, as far as that is read (see `xml_stream`)."""

    name: str
    attributes: dict[str, str]
    line: int
    offset: int
    parts: list[str] = field(default_factory=list)
    children: "list[Node]" = field(default_factory=list)
    within: "Node | None" = None

    @property
    def raw(self) -> str:
        """Its own text, verbatim."""
        return "".join(self.parts)

    @property
    def text(self) -> str | None:
        """Its own text, trimmed; None for what is blank."""
        return self.raw.strip() or None

    def child(self, *names: str) -> "Node | None":
        """The first element that is reached by these names, one below the other."""
        node = self
        for name in names:
            for each in node.children:
                if each.name == name:
                    node = each
                    break
            else:
                return None
        return node

    def all(self, name: str) -> "Iterator[Node]":
        """The elements of this name right below it."""
        return (each for each in self.children if each.name == name)

    def get(self, *names: str) -> str | None:
        """The trimmed text of a child; None when it is blank or not there."""
        node = self.child(*names)
        return None if node is None else node.text

    def attribute(self, name: str) -> str | None:
        """An attribute's trimmed value; None when it is blank or not there."""
        return self.attributes.get(name, "").strip() or None

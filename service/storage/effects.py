"""What a unit of work changed for those who keep things in memory."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Effects:
    """`threads`: readers see something else there. `all`: more than threads may have changed."""

    threads: set[int] = field(default_factory=set)
    all: bool = False

    def add(self, other: "Effects") -> None:
        """Takes over what the other holds."""
        self.threads |= other.threads
        self.all = self.all or other.all

    def __bool__(self) -> bool:
        return self.all or bool(self.threads)

"""What a unit of work changed for those who keep things in memory."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Effects:
    """`threads`: readers see something else there; `votes`: only other numbers of votes.
    `addresses`: what leads to a thread, or whether it is open. `models`: a learned model is another
    one. `blocks`: somebody is kept out, or no more. `moderators`: there are others, or they may do
    something else. `all`: anything may have changed. `logged`: so many decisions were added."""

    threads: set[int] = field(default_factory=set)
    votes: set[int] = field(default_factory=set)
    addresses: bool = False
    models: bool = False
    blocks: bool = False
    moderators: bool = False
    all: bool = False
    logged: int = 0

    def add(self, other: "Effects") -> None:
        """Takes over what the other holds."""
        self.threads |= other.threads
        self.votes |= other.votes
        self.addresses = self.addresses or other.addresses
        self.models = self.models or other.models
        self.blocks = self.blocks or other.blocks
        self.moderators = self.moderators or other.moderators
        self.all = self.all or other.all
        self.logged += other.logged

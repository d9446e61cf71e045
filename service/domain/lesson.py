"""What people taught by deciding: the texts from which a site's model is learned."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text with the names of the rules that scored it, and what people made of it in the end:
    `is_bad` when it was rejected or marked as spam."""

    text: str
    facts: tuple[str, ...]
    is_bad: bool

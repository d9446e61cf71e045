"""A Dockerfile as its stages and their instructions."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its word in capitals, and all that follows on its (joined) lines."""

    word: str
    rest: str

    @property
    def exec_form(self) -> list[str] | None:
        """The words of a JSON list, None for the shell form."""
        try:
            words = json.loads(self.rest[self.rest.index("[") :])
        except ValueError:
            return None
        return words if isinstance(words, list) else None


@dataclass(frozen=True, slots=True)
class Stage:
    """From one FROM to the next."""

    image: str
    name: str | None
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, word: str) -> list[Instruction]:
        """The stage's instructions with this word, in order."""
        return [each for each in self.instructions if each.word == word]


def stages(text: str) -> list[Stage]:
    """The Dockerfile's stages, the final one last."""
    found: list[Stage] = []
    for instruction in _instructions(text):
        if instruction.word == "FROM":
            image, *named = instruction.rest.split()
            found.append(Stage(image, named[1] if named else None))
        else:
            found[-1].instructions.append(instruction)
    return found


def _instructions(text: str) -> list[Instruction]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    parted = [line.split(maxsplit=1) for line in joined.splitlines() if line.strip()]
    return [Instruction(word.upper(), " ".join(rest.split())) for word, rest in parted]

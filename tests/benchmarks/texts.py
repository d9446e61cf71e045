"""The comments that are posted: every one another text by another author, equal in every run."""

import random
from dataclasses import dataclass

_WORDS = """
    aandacht antwoord avond beeld begin behalve belangrijk bericht bijna blog boek brief buurt
    daarom dagelijks deel denken discussie duidelijk eerder eigenlijk ervaring fiets foto gedachte
    gelezen geluid gemeente geschreven gesprek gisteren goed grachten haven helder herinnering
    idee informatie jaren keuze kinderen klein langzaam lezen lezer maandag meestal mening mensen
    middag misschien mooi morgen muziek natuurlijk nieuws onderwerp ontdekt opmerking park praten
    precies prettig reactie reizen rustig samen schrijven schrijver seizoen station stuk tekst
    terug tijdens toekomst trein tuin vaak vandaag verder verhaal verschil vertellen vinden
    voorbeeld vraag vroeger waarom wandelen weer wereld winter woord zaterdag zeker zomer zonder
""".split()  # noqa: SIM905 -- as a list it fills two screens

_SENTENCES_A_PARAGRAPH = 5
_WORDS_A_SENTENCE = 11


@dataclass(frozen=True, slots=True)
class Text:
    """One comment as a visitor types it."""

    author: str
    email: str
    text: str


def comment(number: int) -> Text:
    """Comment `number`: two paragraphs of some 55 words. Equal numbers give equal comments."""
    chance = random.Random(number)
    text = "\n\n".join(_paragraph(chance) for _ in range(2))
    name = f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {number}".title()
    return Text(name, f"lezer{number}@example.org", text)


def _paragraph(chance: random.Random) -> str:
    sentences = (
        " ".join(chance.choices(_WORDS, k=_WORDS_A_SENTENCE)).capitalize() + "."
        for _ in range(_SENTENCES_A_PARAGRAPH)
    )
    return " ".join(sentences)

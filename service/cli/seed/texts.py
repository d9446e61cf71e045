"""What made-up comments say, and how the rules judged it.

Some thousand texts are judged; every comment says one of them and a few words of its own, which
no rule looks at, so that hardly two are equal.
"""

import random
from dataclasses import dataclass, replace
from functools import cache

from service.cli.seed.plan import Fate
from service.domain.comment import Author, Revision
from service.domain.site import Moderation
from service.rules.builtin import RULES
from service.rules.contract import Context
from service.rules.engine import Judgement, judge, view
from service.rules.rule_set import parse_rule_set
from service.rules.text import Views

WORDS = """
    aandacht antwoord avond beeld begin behalve belangrijk bericht bijna blog boek brief buurt
    daarom dagelijks deel denken discussie duidelijk eerder eigenlijk ervaring fiets foto gedachte
    gelezen geluid gemeente geschreven gesprek gisteren goed grachten haven helder herinnering
    idee informatie jaren keuze kinderen klein langzaam lezen lezer maandag meestal mening mensen
    middag misschien mooi morgen muziek natuurlijk nieuws onderwerp ontdekt opmerking park praten
    precies prettig reactie reizen rustig samen schrijven schrijver seizoen station stuk tekst
    terug tijdens toekomst trein tuin vaak vandaag verder verhaal verschil vertellen vinden
    voorbeeld vraag vroeger waarom wandelen weer wereld winter woord zaterdag zeker zomer zonder
""".split()  # noqa: SIM905 -- as a list it fills two screens
DISTINCT = 1_000
_SPAM = (
    "Check out my channel at https://kanaal-{n}.example and subscribe!",
    "Earn $500 a day from home, call 0612345678 or visit www.geld-{n}.example",
    "Hele goedkope pillen: https://pillen-{n}.example http://a.example http://b.example",
)
_OWN_WORDS = 5
_RULES = parse_rule_set(RULES, {}, 0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A text with what the rules made of it and what they knew then."""

    text: str
    context: Context
    judgement: Judgement

    def revision(self, number: int, at: int) -> Revision:
        """What comment `number` says, which came in at `at` (UTC milliseconds)."""
        text = f"{self.text} {_own_words(number)}."
        return Revision(
            number=1,
            text=text,
            fingerprint=Views(Author(), text).fingerprint,
            rule_set=0,
            verdict=self.judgement.verdict.value,
            score=self.judgement.score,
            context={**self.context.snapshot(), "now": at},
            created_at=at,
        )


def judged(number: int, fate: Fate) -> Judged:
    """What a comment with that fate says: of spam an advertisement, of what was published at once
    a text by somebody known."""
    return _judged(number % DISTINCT, fate is Fate.SPAM, fate is Fate.PUBLISHED)


def author(number: int) -> Author:
    """What author `number` says about himself."""
    chance = random.Random(number)  # noqa: S311 -- keeps no secret
    name = f"{chance.choice(WORDS)} {chance.choice(WORDS)}".title()
    address = f"lezer{number}@example.org" if number % 3 else None
    return Author(f"{name} {number}", address)


@cache
def _judged(which: int, is_spam: bool, is_known: bool) -> Judged:
    chance = random.Random(which)  # noqa: S311 -- keeps no secret
    text = _SPAM[which % len(_SPAM)].format(n=which) if is_spam else _text(chance)
    context = Context(0, "nl", Moderation.HOLD_NEW, own_hosts=("blog.example",))
    if is_known:
        context = replace(context, proven=True, approved=3)
    return Judged(text, context, judge(_RULES, view(Author("Jan"), text), context))


def _text(chance: random.Random) -> str:
    """One to eight sentences, mostly few."""
    sentences = min(8, 1 + int(chance.expovariate(0.4)))
    said = (" ".join(chance.choices(WORDS, k=chance.randint(5, 14))) for _ in range(sentences))
    return ". ".join(sentence.capitalize() for sentence in said) + "."


def _own_words(number: int) -> str:
    said = []
    for _ in range(_OWN_WORDS):
        number, word = divmod(number, len(WORDS))
        said.append(WORDS[word])
    return " ".join(said).capitalize()

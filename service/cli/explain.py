"""`reactie explain`: what the rules would say of a text, and what that would amount to."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.database import (
    database_option,
    json_option,
    settings_with,
    site_named,
    with_storage,
)
from service.cli.language import language
from service.cli.listing import print_json, visible
from service.domain.comment import Author
from service.domain.finding import Finding
from service.domain.ports import Storage
from service.domain.site import Moderation, Site

if TYPE_CHECKING:
    from service.rules.explanation import Explanation


@click.command("explain")
@click.argument("text")
@click.option("--site", metavar="SLUG", help="By the rules of this site. [default: the only one]")
@click.option("--name", help="The author's name.")
@click.option("--email", help="The author's e-mail address.")
@click.option("--website", help="The author's website.")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the explanation.")
@json_option
@database_option
def command(
    text: str,
    site: str | None,
    name: str | None,
    email: str | None,
    website: str | None,
    lang: str | None,
    as_json: bool,
    database: str | None,
) -> None:
    """Say what every rule finds in TEXT (- reads stdin), and what would become of it.

    Stores nothing, and works without a database too: then by the rules as they come.

    \b
    Examples:
      reactie explain "Cheap pills at https://pills.example"
      reactie explain --site blog --name Jan - < comment.txt
    """
    if text == "-":
        text = sys.stdin.read()
    author = Author(name, email, website)
    settings = settings_with(database=database)
    if site is None and "://" not in settings.database and not Path(settings.database).exists():
        explanation = _by_default_rules(author, text)
    else:

        async def act(storage: Storage) -> "Explanation":
            return await _by_site_rules(site, author, text, storage)

        explanation = with_storage(database, act, read_only=True)
    if as_json:
        print_json(_as_json(explanation, lang or language()))
    else:
        click.echo("\n".join(_lines(explanation, lang or language())))


def _by_default_rules(author: Author, text: str) -> "Explanation":
    from service.domain.clock import utc_ms
    from service.rules.builtin import RULES
    from service.rules.contract import Context
    from service.rules.engine import judge, view
    from service.rules.explanation import explain
    from service.rules.rule_set import parse_rule_set

    context = Context(now=utc_ms(), language=language(), moderation=Moderation.HOLD_NEW)
    rule_set, subject = parse_rule_set(RULES, {}, 0), view(author, text)
    return explain(rule_set, subject, judge(rule_set, subject, context))


async def _by_site_rules(
    slug: str | None, author: Author, text: str, storage: Storage
) -> "Explanation":
    from service.domain.clock import utc_ms
    from service.usecases.explain_text import explain_text
    from service.usecases.rule_book import RuleBook

    site = await _site(slug, storage)
    if site is None:
        return _by_default_rules(author, text)
    return await explain_text(
        site, text, author, storage=storage, clock=utc_ms, rule_book=RuleBook(storage)
    )


async def _site(slug: str | None, storage: Storage) -> Site | None:
    if slug is not None:
        return await site_named(storage, slug)
    sites = await storage.sites.all()
    return sites[0] if len(sites) == 1 else None


def _sentence(finding: Finding, lang: str) -> str:
    from service.locales import text

    if finding.failed:
        return text(lang, "finding.failed", rule=finding.rule)
    return text(lang, f"rule.{finding.rule}.finding", **finding.params)


def _as_json(explanation: "Explanation", lang: str) -> dict[str, object]:
    findings = [
        {**asdict(finding), "sentence": _sentence(finding, lang)}
        for finding in explanation.findings
    ]
    sight = {**asdict(explanation.sight), "links": [x._asdict() for x in explanation.sight.links]}
    opinion = explanation.opinion
    return {
        **asdict(explanation),
        "findings": findings,
        "sight": sight,
        "opinion": None if opinion is None else opinion.snapshot(),
    }


def _lines(explanation: "Explanation", lang: str) -> list[str]:
    from service.locales import text

    score = f"{explanation.score:g}"
    lines = [text(lang, f"cli.explain.{explanation.verdict.value}", score=score)]
    for finding in explanation.findings:
        effect = text(lang, f"cli.outcome.{finding.outcome.value}")
        weight = f" +{finding.weight:g}" if finding.weight else ""
        shadow = f" ({text(lang, 'cli.explain.shadow')})" if finding.shadow else ""
        lines += ["", f"{finding.rule}: {effect}{weight}{shadow}", f"  {_sentence(finding, lang)}"]
        lines += [
            f"  {match.field} {match.start}–{match.end}: {visible(match.text)}"
            for match in finding.matches
        ]
    return [*lines, "", *_background(explanation, lang)]


def _background(explanation: "Explanation", lang: str) -> list[str]:
    """What would change the verdict, what the model said, and what the rules saw."""
    from service.locales import text

    lines = [
        text(
            lang,
            "cli.explain.without",
            rules=", ".join(other.without),
            verdict=text(lang, f"cli.replay.verdict_{other.verdict.value}"),
        )
        for other in explanation.alternatives
    ]
    lines.append(text(lang, "cli.explain.hold_at", score=f"{explanation.hold_at:g}"))
    opinion = explanation.opinion
    if opinion is not None:
        percent = round(100 * opinion.probability)
        lines.append(text(lang, "cli.explain.model", percent=percent, n=opinion.decisions))
    sight = explanation.sight
    hosts = ", ".join(dict.fromkeys(link.host for link in sight.links)) or "–"
    lines += [
        text(lang, "cli.explain.language", language=sight.language),
        text(lang, "cli.explain.scripts", scripts=", ".join(sight.scripts) or "–"),
        text(lang, "cli.explain.links", hosts=visible(hosts)),
        text(lang, "cli.explain.quiet", rules=", ".join(explanation.quiet)),
    ]
    return lines

"""Explain a text: what every rule would say of it, and what that amounts to. Stores nothing."""

from service.domain.comment import Author, Submission
from service.domain.ports import Clock, Storage
from service.domain.site import Site
from service.domain.thread import Thread
from service.rules.engine import view
from service.rules.explanation import Explanation, explain
from service.usecases.judge_text import judge_text
from service.usecases.rule_book import RuleBook


async def explain_text(
    site: Site,
    text: str,
    author: Author,
    *,
    storage: Storage,
    clock: Clock,
    rule_book: RuleBook,
) -> Explanation:
    """Explains the judgement that a first comment with this text and author would get on this site
    now."""
    rule_set = await rule_book.judging(site)
    judged = await judge_text(
        Submission(site=site.slug, post="/", text=text, author=author, network=""),
        site=site,
        thread=Thread(0, site.id, "/"),
        identity=None,
        rule_set=rule_set,
        adviser=await rule_book.adviser(site),
        storage=storage,
        memory=rule_book.memory,
        now=clock(),
    )
    return explain(rule_set, view(author, text), judged.judgement)

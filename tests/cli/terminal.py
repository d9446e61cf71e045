"""A terminal with one database, and a comment on it when a test needs one."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from service.cli import reactie
from service.domain.clock import utc_ms
from service.domain.comment import Author, Submission
from service.storage import open_storage
from service.usecases.post_comment import post_comment
from service.usecases.rule_book import RuleBook


@dataclass(frozen=True)
class Terminal:
    """Runs commands as a person whose language is `lang`."""

    database: Path
    lang: str = "C"

    def run(self, *arguments: str, typed: str | None = None, **variables: str) -> Result:
        environment = {
            "REACTIE_DATABASE": str(self.database),
            "LC_ALL": None,
            "LC_MESSAGES": None,
            "LANG": self.lang,
            **variables,
        }
        return CliRunner(env=environment).invoke(reactie, arguments, input=typed)

    def done(self, *arguments: str, **variables: str) -> str:
        """Runs what must succeed; its stdout."""
        result = self.run(*arguments, **variables)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.done(*arguments, "--json"))

    def post(
        self,
        text: str = "Mooi stuk.",
        *,
        site: str = "blog",
        name: str = "Jan",
        page: str = "/co-creatie.html",
    ) -> str:
        """Posts a comment as a visitor would; its id."""

        async def act() -> str:
            async with open_storage(str(self.database), clock=utc_ms) as storage:
                posted = await post_comment(
                    Submission(site, page, text, Author(name), "192.0.2.0/24"),
                    idempotency_key=None,
                    storage=storage,
                    clock=utc_ms,
                    rule_book=RuleBook(storage),
                )
                return posted.comment.public_id

        return asyncio.run(act())

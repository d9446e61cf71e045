"""`reactie model`: what a site's model learned from people's decisions, and its worth."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from service.cli.database import database_option, json_option, site_named, with_storage
from service.cli.language import say
from service.cli.listing import print_json
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.usecases.learn_site import Learned
    from service.usecases.review_model import ModelReview


@click.group("model")
def command() -> None:
    """The learned model of a site: taught by its moderators' decisions alone.

    The server learns by itself after every 25 decisions.
    """


@command.command("show")
@click.option("--site", required=True, metavar="SLUG", help="Whose model.")
@json_option
@database_option
def show(site: str, as_json: bool, database: str | None) -> None:
    """Compare what the model said of comments as they came in with what people then decided."""

    async def act(storage: Storage) -> "ModelReview":
        from service.usecases.review_model import review_model

        return await review_model((await site_named(storage, site)).id, storage=storage)

    review = with_storage(database, act, read_only=True)
    if as_json:
        print_json({**asdict(review), "precision": review.precision, "recall": review.recall})
        return
    if review.version is None:
        click.echo(say("cli.model.none", site=site, n=review.decisions))
        return
    click.echo(say("cli.model.version", site=site, version=review.version, n=review.decisions))
    counts = asdict(review)
    for name in ("suspect_bad", "suspect_good", "fine_bad", "fine_good", "unsure", "unasked"):
        click.echo(f"  {counts[name]:>6}  {say(f'cli.model.{name}')}")


@command.command("learn")
@click.option("--site", required=True, metavar="SLUG", help="Whose model.")
@json_option
@database_option
def learn(site: str, as_json: bool, database: str | None) -> None:
    """Learn the model anew from the log. The same decisions always give the same model."""

    async def act(storage: Storage) -> "Learned":
        from service.domain.clock import utc_ms
        from service.usecases.learn_site import learn_site
        from service.usecases.other_process import fit_apart

        known = await site_named(storage, site)
        return await learn_site(known.id, storage=storage, clock=utc_ms, fit=fit_apart)

    learned = with_storage(database, act)
    if as_json:
        print_json(asdict(learned))
    elif learned.version is None:
        click.echo(say("cli.model.none", site=site, n=learned.decisions))
    else:
        click.echo(
            say("cli.model.version", site=site, version=learned.version, n=learned.decisions)
        )

"""The command line, one group of commands a file. COMMANDS is the table of contents.

Commands import what is heavy (the database, the server) only when they run, so that `--help` and
shell completion stay quick.
"""

import click

from service.cli import (
    backup,
    bench,
    check,
    comments,
    demo,
    explain,
    export,
    import_,
    init,
    log,
    model,
    moderator,
    restore,
    rules,
    serve,
    thread,
    token,
    verify,
)
from service.cli.failures import PlainFailures

COMMANDS: tuple[click.Command, ...] = (
    serve.command,
    init.command,
    check.command,
    token.command,
    moderator.command,
    comments.command,
    thread.command,
    log.command,
    rules.command,
    model.command,
    explain.command,
    import_.command,
    export.command,
    backup.command,
    verify.command,
    restore.command,
    demo.command,
    bench.command,
)


@click.group(
    cls=PlainFailures,
    commands=list(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="reactie", message="%(prog)s %(version)s")
def reactie() -> None:
    """Reactie: comments on your blog, moderated with every decision explained and undoable.

    \b
    First steps:
      reactie init --site blog --name "My blog" --origin https://blog.example
      reactie token create --name me --role admin
      reactie serve
    Or look around first, without leaving anything behind:
      reactie demo

    Commands that touch the database take --database FILE|URL (or REACTIE_DATABASE; by default
    reactie.db here). They may be used while the server runs. Every listing takes --json.
    Exit codes: 0 done, 1 failed, 2 wrongly asked.
    """

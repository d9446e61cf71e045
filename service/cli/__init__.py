"""The command line, one group of commands a file. COMMANDS is the table of contents.

Each is loaded when it is asked for, and imports what is heavy (the database, the server) only when
it runs, so that `--help` and shell completion stay quick.
"""

from collections.abc import Mapping
from types import ModuleType

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

COMMANDS: Mapping[str, ModuleType] = {
    "serve": serve,
    "init": init,
    "check": check,
    "token": token,
    "moderator": moderator,
    "comments": comments,
    "thread": thread,
    "log": log,
    "rules": rules,
    "model": model,
    "explain": explain,
    "import": import_,
    "export": export,
    "backup": backup,
    "verify": verify,
    "restore": restore,
    "demo": demo,
    "bench": bench,
}
"""The module of each, whose `command` it is."""


class Commands(PlainFailures):
    """The group of all `COMMANDS`. Only those that are asked for are loaded (`late`)."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Their names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None if there is none."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = module.command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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

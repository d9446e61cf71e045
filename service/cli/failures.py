"""How the command line fails: one line on stderr in the reader's language, never a traceback.

Exit code 1 says that it was asked well and did not work; click itself exits with 2 on wrong usage.
"""

from typing import Any, NoReturn

import click

from service.cli.language import error_sentence, say
from service.domain.errors import ReactieError
from service.rules.rule_set import RuleSetError


class Failure(click.ClickException):
    """What went wrong, as the one line to show; exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Writes the line to stderr."""
        click.echo(say("cli.failed", message=self.format_message()), err=True, file=file)


class PlainFailures(click.Group):
    """The group whose commands fail in one line, whatever room the failure comes from."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. Turns what can be expected to go wrong into a Failure."""
        try:
            return super().invoke(ctx)
        except ReactieError as error:
            raise Failure(_sentence(error)) from error
        except RuleSetError as error:
            raise Failure(str(error)) from error
        except UnicodeEncodeError as error:
            # Arguments hold whatever bytes were typed; only names of files may be no text.
            raise Failure(say("error.bad_utf8")) from error
        except OSError as error:
            raise Failure(_os_sentence(error)) from error


def fail(key: str, **params: object) -> NoReturn:
    """Ends the command with the catalogue's sentence for `key` and exit code 1."""
    raise Failure(say(key, **params))


def _sentence(error: ReactieError) -> str:
    # The sentence for visitors speaks of their text; here it is about the installation.
    return say("cli.unavailable") if error.code == "unavailable" else error_sentence(error)


def _os_sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason

"""`python -m service` is the `reactie` command."""

from service.cli import reactie


def main() -> None:
    """Runs the command line; exits with 0 (done), 1 (failed) or 2 (wrongly asked)."""
    reactie(prog_name="reactie")


if __name__ == "__main__":
    main()

"""`reactie serve`: the service itself."""

import socket

import click

from service.cli.database import database_option, settings_with
from service.cli.language import say


@click.command("serve")
@click.option("--host", help="Address to listen on. Also REACTIE_HOST. [default: 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one. Also REACTIE_PORT. [default: 8080]",
)
@click.option("--demo", "with_demo", is_flag=True, help="Also serve a demo blog page at /demo.")
@database_option
def command(host: str | None, port: int | None, with_demo: bool, database: str | None) -> None:
    """Serve comments until stopped (Ctrl-C or SIGTERM; running requests are finished).

    Makes and migrates the database where needed, and prints one line when ready:
    `listening on http://127.0.0.1:8080`. All settings: docs/settings.md.

    \b
    Examples:
      reactie serve
      reactie serve --database /var/lib/reactie.db --port 8000
      REACTIE_DATABASE=postgresql://reactie@db/reactie reactie serve --host 0.0.0.0
    """
    import gc

    gc.disable()  # next to nothing that a start makes is thrown away; `run` turns it on
    from service.serving import run

    settings = settings_with(database=database, host=host, port=port)
    if not with_demo:
        run(settings)
        return
    from service.web.pages.demo import DemoPage

    settings = settings_with(
        database=database, host=host, port=settings.port or free_port(settings.host)
    )
    prepare_demo_site(settings.database, settings.port)
    click.echo(say("cli.demo.page", url=f"http://localhost:{settings.port}/demo"))
    run(settings, demo=DemoPage())


def free_port(host: str) -> int:
    """A port that nothing listens on at the moment."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def prepare_demo_site(database: str, port: int) -> None:
    """Makes the demo's site, or gives it the addresses that it has at this port."""
    from service.cli.database import owner_at_the_terminal, with_storage
    from service.domain.clock import utc_ms
    from service.domain.ports import Storage
    from service.usecases.set_up_site import set_up_site
    from service.usecases.site_settings import SiteSettings
    from service.web.pages.demo import DEMO_SITE

    async def act(storage: Storage) -> None:
        settings = SiteSettings(
            name=say("demo.blog"),
            language="nl",
            origins=(f"http://localhost:{port}", f"http://127.0.0.1:{port}"),
        )
        by = owner_at_the_terminal()
        await set_up_site(DEMO_SITE, settings, by=by, storage=storage, clock=utc_ms)

    with_storage(database, act)

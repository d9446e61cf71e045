"""A blog on its own host with the widget under its posts, and the service that it asks."""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

STRICT = (
    "default-src 'none'; script-src {base}; connect-src {base}; img-src {base} data:; "
    "require-trusted-types-for 'script'"
)
"""A policy that lets a page run the widget, and nothing else."""
WIDGET = (
    '<reactie-comments post="{post}"><a href="{base}/p/blog">Reacties lezen</a></reactie-comments>'
)


@dataclass
class Blog:
    """The blog's address, the service's, and a moderator's hands on it. `page` is the post that a
    test has for itself; `pages` are what the blog serves by path, `policies` under which policy."""

    base: str
    host: str
    token: str
    page: str = "/"
    pages: dict[str, str] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    database: Path | None = None

    def turned_to_another_page(self) -> "Blog":
        """The same blog at a post that nobody commented on."""
        return replace(self, page=f"/2015/02/{secrets.token_hex(4)}.html")

    def write(
        self,
        inside: str | None = None,
        *,
        policy: str = "",
        head: str = "",
        script: str = 'data-site="blog" data-lang="nl"',
    ) -> str:
        """Puts a page on the blog with the widget in it; its address."""
        body = WIDGET.format(base=self.base, post=self.page) if inside is None else inside
        self.policies[self.page] = policy
        self.pages[self.page] = (
            '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Co-creatie</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">{head}'
            f"</head><body><main><h1>Co-creatie</h1><p>Een stuk.</p>{body}"
            f'<script async src="{self.base}/embed.js" {script}></script></main></body></html>'
        )
        return f"{self.host}{self.page}"

    def post(self, text: str, name: str = "Jan", **more: str) -> str:
        """Posts a comment past the browser; its id."""
        return str(self._posted(text, name, **more)["id"])

    def post_for_link(self, text: str, name: str = "Jan") -> str:
        """The same; the address of its author's own page."""
        posted = self._posted(text, name)
        return f"{self.base}/c/{posted['id']}.{posted['token']}"

    def _posted(self, text: str, name: str, **more: str) -> Any:
        body = {"site": "blog", "post": self.page, "name": name, "text": text, **more}
        return self._ask("POST", "/comments", body)

    def filled(self) -> "Blog":
        """The same with a comment and its answer on the page."""
        first = self.post("Wie **beslist** er?", name="Fatima", website="https://fatima.example")
        self.approve()
        self.post("> Wie\n\nWij allemaal.", name="Jan", parent=first)
        self.approve()
        return self

    def approve(self) -> None:
        """Approves everything that waits."""
        self.decide("approve")

    def decide(self, action: str) -> None:
        """Decides alike on everything that waits."""
        for card in self.queue():
            decision = {"action": action, "version": card["version"]}
            self._ask("POST", f"/admin/comments/{card['id']}/decisions", decision)

    def remove(self, comment: str) -> None:
        """Takes a public comment away."""
        decision = {"action": "delete", "version": 2}
        self._ask("POST", f"/admin/comments/{comment}/decisions", decision)

    def stands(self, how: str) -> None:
        """Closes (`close`) or opens (`open`) the page."""
        [thread] = self._ask("GET", f"/admin/threads?q={self.page}")["items"]
        self._ask("POST", f"/admin/threads/{thread['id']}/{how}")

    def queue(self) -> list[dict[str, Any]]:
        """What waits."""
        found = self._ask("GET", f"/admin/comments?status=pending&thread={self.page}")
        cards: list[dict[str, Any]] = found["items"]
        return cards

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        asked = urllib.request.Request(
            f"{self.base}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        if path.startswith("/admin"):
            asked.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)


def write(page: Page, text: str, **fields: str) -> None:
    """Sends a comment by the widget's form; `fields` by their labels."""
    form = page.get_by_role("form", name="Een reactie posten")
    form.get_by_label("Je reactie").fill(text)
    for label, value in {"Naam": "Jan", **fields}.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button", name="Reactie plaatsen").click()


@contextmanager
def running_blog(folder: Path, module: str = "service", *how: str) -> Iterator[Blog]:
    """A blog and its comment service, each on a free port of its own. The service is the command
    of this module, served with these options."""
    blog = Blog("", "", "")

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            page, policy = blog.pages.get(path), blog.policies.get(path)
            body = (page or "").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    blog.host = f"http://127.0.0.1:{server.server_port}"
    try:
        blog.database = folder / "blog.db"
        with _service(folder, blog.host, module, how) as (blog.base, blog.token):
            yield blog
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _service(
    folder: Path, origin: str, module: str, how: Sequence[str]
) -> Iterator[tuple[str, str]]:
    environment = {**os.environ, "LC_ALL": "C", "REACTIE_DATABASE": str(folder / "blog.db")}
    command = [sys.executable, "-m", module]
    site = ["--site", "blog", "--name", "Blog", "--origin", origin, "--lang", "nl"]
    subprocess.run([*command, "init", *site], env=environment, check=True, capture_output=True)
    made = subprocess.run(
        [*command, "token", "create", "--name", "test", "--role", "admin"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    serve = [*command, "serve", "--port", "0", *how]
    process = subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as lines:
        said = ""
        for line in lines:
            said += line
            if "listening on" in line:
                break
        address = re.search(r"http://[\d.]+:\d+", said)
        assert address is not None, said
        yield address[0], made.stdout.strip()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)

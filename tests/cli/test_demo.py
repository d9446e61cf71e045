import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import Settings
from service.web.pages.demo import DemoPage
from tests.cli.terminal import Terminal


def test_the_demo_tells_how_to_see_and_moderate_it(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Settings] = []

    def run(settings: Settings, *, demo: DemoPage | None = None) -> None:
        asked.append(settings)

    monkeypatch.setattr("service.serving.run", run)

    shown = bare.done("demo", "--port", "0")

    [settings] = asked
    assert f"http://localhost:{settings.port}/demo\n" in shown
    assert f"reactie comments list --database {settings.database}\n" in shown
    assert re.search(r"TOKEN=rct_\S+\n", shown)
    assert not Path(settings.database).parent.exists()


def test_the_demo_takes_a_free_port_when_the_usual_one_is_taken(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def run(settings: Settings, *, demo: DemoPage | None = None) -> None:
        asked.append(settings.port)

    monkeypatch.setattr("service.serving.run", run)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr("service.cli.demo.PORT", taken)
        bare.done("demo")
    bare.done("demo")

    assert asked[0] != taken
    assert asked[1] == taken


def test_the_demo_leaves_nothing_behind_when_it_is_ended(tmp_path: Path) -> None:
    demo = subprocess.Popen(
        [sys.executable, "-m", "service", "demo", "--port", "0"],
        env={"TMPDIR": str(tmp_path), "PATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    with demo.stdout as lines:
        next(line for line in lines if line.startswith("listening on http://127.0.0.1:"))
        made = list(tmp_path.iterdir())

        demo.send_signal(signal.SIGTERM)
        code = demo.wait(timeout=20)

    assert made != []
    assert code == 0
    assert list(tmp_path.iterdir()) == []

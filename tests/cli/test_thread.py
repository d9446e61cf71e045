"""`reactie thread`: pages listed, closed, renamed, merged and taken apart."""

from pathlib import Path

from tests.cli.terminal import Terminal

PAGE = "/co-creatie.html"
OTHER = "/other.html"


def two_pages(terminal: Terminal) -> None:
    terminal.post("Een verhaal over kippen.")
    terminal.post("Iets anders over het weer.", page=OTHER)


def test_pages_are_listed_for_people_and_for_programs(terminal: Terminal) -> None:
    two_pages(terminal)

    shown = terminal.done("thread", "list", "--site", "blog")
    found = terminal.json("thread", "list", "--search", "co-creatie")
    first = terminal.json("thread", "list", "--limit", "1")

    assert PAGE in shown
    assert OTHER in shown
    [only] = found["items"]
    assert (only["post"]["key"], only["published"], only["pending"]) == (PAGE, 0, 1)
    assert [each["post"]["key"] for each in first["items"]] == [OTHER]


def test_without_pages_the_list_says_so(terminal: Terminal) -> None:
    assert terminal.done("thread", "list").strip() == "No pages found."


def test_a_page_is_closed_and_opened_by_its_address_or_id(terminal: Terminal) -> None:
    two_pages(terminal)

    closed = terminal.done("thread", "close", f"https://www.blog.example{PAGE}?utm_source=x")
    [only] = terminal.json("thread", "list", "--closed")["items"]
    listed = terminal.done("thread", "list", "--closed")
    opened = terminal.json("thread", "open", only["id"])

    assert closed.strip() == f"{PAGE} is closed to new comments."
    assert "closed" in listed
    assert opened["closed"] is False
    assert len(terminal.json("thread", "list", "--open")["items"]) == 2


def test_a_page_is_renamed(terminal: Terminal) -> None:
    two_pages(terminal)

    said = terminal.done("thread", "rename", PAGE, "--address", "/new", "--title", "Nieuw")
    taken = terminal.run("thread", "rename", PAGE, "--address", OTHER)

    assert said.strip() == "Nieuw is at /new now."
    assert taken.exit_code == 1
    assert "Merge the two pages instead." in taken.stderr


def test_pages_are_merged_and_taken_apart(terminal: Terminal) -> None:
    two_pages(terminal)

    said = terminal.done("thread", "merge", PAGE, OTHER, LANG="nl_NL.UTF-8")
    merge = said.split()[-1]
    alone = terminal.done("thread", "undo", merge)
    again = terminal.json("thread", "merge", PAGE, OTHER)

    assert said.startswith(f"1 reactie ging naar {OTHER}. Ongedaan maken: reactie thread undo ")
    assert alone.strip() == f"{PAGE} stands on its own again."
    assert (again["moved"], again["thread"]["pending"]) == (1, 2)


def test_what_is_not_there_is_said(terminal: Terminal) -> None:
    nowhere = terminal.run("thread", "close", "/nowhere", "--site", "blog")
    terminal.done("init", "--site", "second", "--origin", "https://second.example")
    unclear = terminal.run("thread", "close", PAGE)

    assert nowhere.exit_code == 1
    assert "There is no such page." in nowhere.stderr
    assert unclear.exit_code == 2
    assert "--site" in unclear.stderr


def test_a_table_moves_many_pages(terminal: Terminal, tmp_path: Path) -> None:
    terminal.post(page="/old/a.html")
    terminal.post("Iets anders.", page="/b.html")
    table = tmp_path / "moved.csv"
    table.write_text("old,new\n/old/*,/new/*\n\n/b.html,/new/a.html\n/x,/y\n")
    asked = ("thread", "move", str(table), "--site", "blog")

    looked = terminal.done(*asked, "--dry-run")
    done = terminal.json(*asked)

    assert "1 pages a new address, and put 1 into" in looked
    assert "/new/a.html" in looked
    assert [each["new"] for each in done["moves"]] == ["/new/a.html", "/new/a.html"]
    assert done["idle"] == [5]
    assert "of line 2, 4, 5" in terminal.done(*asked)
    table.write_text("/a\n")
    assert "Line 1" in terminal.run(*asked).stderr

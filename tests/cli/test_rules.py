import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cli.rule_set_toml import rule_set_toml
from service.cli.rules_document import rules_markdown
from service.rules.builtin import RULES
from tests.cli.terminal import Terminal


def test_every_rule_is_listed_with_what_it_does(bare: Terminal) -> None:
    listed = bare.json("rules", "list")["items"]

    assert [rule["name"] for rule in listed] == [rule.name for rule in RULES]
    assert all(rule["summary"] for rule in listed)


def test_the_table_of_rules_is_in_the_readers_language(bare: Terminal) -> None:
    shown = Terminal(bare.database, lang="nl_NL").done("rules", "list")

    assert "houdt vast" in shown


def test_the_markdown_is_the_document(bare: Terminal) -> None:
    assert bare.done("rules", "list", "--markdown") == rules_markdown()


def test_a_shown_rule_set_can_be_imported_again(terminal: Terminal, tmp_path: Path) -> None:
    shown = terminal.done("rules", "show", "--site", "blog")
    (tmp_path / "rules.toml").write_text(shown)

    terminal.done("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")

    assert terminal.done("rules", "show", "--site", "blog") == shown


def test_an_imported_rule_set_is_what_judges(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("[rules.word_list.options]\nwords = ['kersvers']\n")

    shown = terminal.done("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")

    found = terminal.json("explain", "Een kersvers idee", "--site", "blog")["findings"]
    assert shown == "blog judges by rule set 1 from now on.\n"
    assert "word_list" in [finding["rule"] for finding in found]


def test_a_shown_rule_set_as_json_has_its_version(terminal: Terminal) -> None:
    shown = terminal.json("rules", "show", "--site", "blog")

    assert shown["version"] == 0
    assert shown["hold_at"] == 3.0


def test_a_mistake_is_told_with_its_line_and_changes_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "rules.toml").write_text("[rules.many_links]\nweigth = 2.0\n")

    result = terminal.run("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")

    assert result.exit_code == 1
    assert "rules.toml:2" in result.stderr
    assert terminal.json("rules", "show", "--site", "blog")["version"] == 0


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
    st.floats(0, 1e6),
    st.booleans(),
)
def test_whatever_a_rule_set_says_toml_says_the_same(
    words: list[str], hold_at: float, enabled: bool
) -> None:
    entry = {"enabled": enabled, "options": {"words": words}}
    content = {"hold_at": hold_at, "reject_at": None, "rules": {"word_list": entry}}

    read = tomllib.loads(rule_set_toml(content))

    assert read == {"hold_at": hold_at, "rules": {"word_list": entry}}


@pytest.fixture
def strict(tmp_path: Path) -> str:
    """A file with a rule set that holds every comment with a chicken in it."""
    file = tmp_path / "strict.toml"
    file.write_text("[rules.word_list.options]\nwords = ['kip']\n")
    return str(file)


def test_a_draft_is_kept_and_activated_later(terminal: Terminal, strict: str) -> None:
    kept = terminal.done("rules", "import", strict, "--site", "blog", "--draft")
    before = terminal.done("rules", "versions", "--site", "blog")
    terminal.done("rules", "activate", "1", "--site", "blog")
    [after] = terminal.json("rules", "versions", "--site", "blog")["items"]

    assert kept == "Kept as rule set 1 of blog, a draft.\n"
    assert "draft" in before
    assert (after["version"], after["state"]) == (1, "active")


def test_a_site_without_versions_says_so(terminal: Terminal) -> None:
    assert "default rules" in terminal.done("rules", "versions", "--site", "blog")


def test_a_version_is_retired(terminal: Terminal, strict: str) -> None:
    terminal.done("rules", "import", strict, "--site", "blog")

    assert "retired" in terminal.done("rules", "retire", "1", "--site", "blog")
    assert terminal.json("rules", "show", "--site", "blog")["version"] == 0


def test_an_old_version_is_shown_and_exported(
    terminal: Terminal, strict: str, tmp_path: Path
) -> None:
    terminal.done("rules", "import", strict, "--site", "blog", "--draft")

    terminal.done("rules", "export", str(tmp_path / "out.toml"), "--site", "blog", "--version", "1")

    shown = terminal.done("rules", "show", "--site", "blog", "--version", "1")
    assert (tmp_path / "out.toml").read_text() == shown
    assert '"kip"' in shown
    unknown = terminal.run("rules", "show", "--site", "blog", "--version", "9")
    assert (unknown.exit_code, "no such version" in unknown.stderr) == (1, True)


def test_a_difference_is_shown_line_by_line(terminal: Terminal, strict: str) -> None:
    shown = terminal.done("rules", "diff", "active", strict, "--site", "blog")
    terminal.done("rules", "import", strict, "--site", "blog")

    assert '+words = ["kip"]' in shown
    assert terminal.done("rules", "diff", "1", strict, "--site", "blog") == "No difference.\n"
    missing = terminal.run("rules", "diff", "active", "gone.toml", "--site", "blog")
    assert missing.exit_code == 1


def test_a_check_says_what_looks_like_a_mistake(
    terminal: Terminal, strict: str, tmp_path: Path
) -> None:
    (tmp_path / "weak.toml").write_text("[rules.many_links]\nweight = 0\n")

    fine = terminal.done("rules", "check", strict)
    weak = terminal.done("rules", "check", str(tmp_path / "weak.toml"), "--site", "blog")
    [remark] = terminal.json("rules", "check", str(tmp_path / "weak.toml"))["items"]

    assert fine == "strict.toml: nothing to remark.\n"
    assert weak == "many_links: its weight is 0, so the rule counts for nothing.\n"
    assert remark["code"] == "no_weight"


def test_a_file_that_is_no_text_is_told(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")

    result = terminal.run("rules", "check", str(tmp_path / "bytes.toml"))

    assert (result.exit_code, "UTF-8" in result.stderr) == (1, True)


def test_a_replay_says_what_would_change(terminal: Terminal, strict: str) -> None:
    terminal.post("Een kip")
    terminal.done("comments", "decide", terminal.post("Nog een kip"), "approve")
    (Path(strict).parent / "kind.toml").write_text("[rules.first_time_author]\nenabled = false\n")
    kind = str(Path(strict).parent / "kind.toml")

    shown = terminal.done("rules", "replay", kind, "--site", "blog")
    counted = terminal.json("rules", "replay", "--site", "blog")

    assert "2 texts judged again." in shown
    assert "held → published: 2" in shown
    assert counted["summary"]["unchanged"] == 2
    assert counted["state"] == "done"


def test_a_replay_takes_a_version_and_a_window(terminal: Terminal, strict: str) -> None:
    terminal.done("rules", "import", strict, "--site", "blog", "--draft")
    terminal.post("Een kip")
    replay = ("rules", "replay", "--site", "blog", "--version", "1")

    found = terminal.json(*replay, "--since", "2020-01-01")
    nothing = terminal.json(*replay, "--until", "2020-01-01")

    assert (found["texts"], nothing["texts"]) == (1, 0)


def test_a_replay_at_its_end_is_shown_again_by_its_id(terminal: Terminal) -> None:
    terminal.post("Een kip")
    done = terminal.json("rules", "replay", "--site", "blog")

    again = terminal.json("rules", "replay", "--site", "blog", "--resume", done["id"])
    unknown = terminal.run("rules", "replay", "--site", "blog", "--resume", "x")

    assert again == done
    assert unknown.exit_code == 1


def test_where_a_replay_is_demanded_none_comes_into_force_without(
    terminal: Terminal, strict: str
) -> None:
    demanded = {"REACTIE_RULES_NEED_REPLAY": "true"}
    refused = terminal.run("rules", "import", strict, "--site", "blog", **demanded)
    replayed = terminal.json("rules", "replay", strict, "--site", "blog")["id"]

    terminal.done("rules", "import", strict, "--site", "blog", "--replay", replayed, **demanded)

    assert (refused.exit_code, "replay" in refused.stderr) == (1, True)
    assert terminal.json("rules", "show", "--site", "blog")["version"] == 1


def test_the_shadow_reports_what_it_would_have_done(terminal: Terminal, strict: str) -> None:
    none = terminal.done("rules", "report", "--site", "blog")
    terminal.done("rules", "import", strict, "--site", "blog", "--draft")
    terminal.done("rules", "shadow", "1", "--site", "blog")
    terminal.post("Een kip")

    report = terminal.json("rules", "report", "--site", "blog")

    assert none == "blog has no rule set in the shadow.\n"
    assert report["version"] == 1
    assert report["changes"] == {"hold>hold": 1}
    assert "1 text judged again." in terminal.done("rules", "report", "--site", "blog")


def test_a_version_that_no_database_can_number_is_unknown(terminal: Terminal) -> None:
    diff = terminal.run("rules", "diff", "active", "9" * 30, "--site", "blog")
    activate = terminal.run("rules", "activate", "9" * 30, "--site", "blog")

    assert (diff.exit_code, diff.stderr.count("\n")) == (1, 1)
    assert activate.exit_code == 2


def test_a_rule_set_that_is_there_already_is_told_with_its_state(
    terminal: Terminal, strict: str
) -> None:
    terminal.done("rules", "import", strict, "--site", "blog")

    shown = terminal.done("rules", "import", strict, "--site", "blog", "--draft")

    assert shown == "blog has this rule set already: version 1, in force.\n"


def test_a_file_with_a_byte_order_mark_is_read(bare: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("hold_at = 4\n", encoding="utf-8-sig")

    assert "nothing to remark" in bare.done("rules", "check", str(tmp_path / "rules.toml"))


def test_a_file_in_another_encoding_is_told_with_its_line(bare: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_bytes("# ok\n# caf\u00e9\n".encode("latin-1"))

    refused = bare.run("rules", "check", str(tmp_path / "rules.toml"))

    assert "rules.toml:2: this is not UTF-8 text: save it as UTF-8" in refused.stderr


def test_a_rule_without_a_vote_is_reported(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(
        "[rules.word_list]\nshadow = true\noptions = {words = ['kip']}\n"
    )
    terminal.done("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")
    terminal.post("Een kip")

    report = terminal.done("rules", "report", "--site", "blog")

    counts = terminal.json("rules", "report", "--site", "blog")["shadow_rules"]
    assert "Rules without a vote" in report
    assert counts["word_list"]["texts"] == 1


def test_who_watches_a_replay_hears_its_id_before_it_ends(terminal: Terminal) -> None:
    replayed = terminal.run("rules", "replay", "--site", "blog", "--json")

    assert json.loads(replayed.stdout)["id"] in replayed.stderr

from tests.cli.terminal import Terminal


def test_a_site_with_few_decisions_has_no_model(terminal: Terminal) -> None:
    terminal.done("comments", "decide", terminal.post(), "approve")

    learned = terminal.done("model", "learn", "--site", "blog")
    shown = terminal.done("model", "show", "--site", "blog")

    assert learned == shown
    assert learned == ("blog has no model yet: 1 decisions, and it takes 40, 10 of each kind.\n")


def test_a_model_is_learned_and_shown(terminal: Terminal) -> None:
    for number in range(40):
        said = "Kijk op mijn kanaal" if number % 2 else "Dank voor het verhaal"
        action = "spam" if number % 2 else "approve"
        terminal.done("comments", "decide", terminal.post(f"{said} {number}"), action)

    learned = terminal.done("model", "learn", "--site", "blog")
    shown = terminal.done("model", "show", "--site", "blog")

    assert learned == "Model 1 of blog, after 40 decisions.\n"
    assert shown.startswith(learned)
    assert "    40  came in before there was a model\n" in shown


def test_both_are_json_for_programs(terminal: Terminal) -> None:
    learned = terminal.json("model", "learn", "--site", "blog")
    review = terminal.json("model", "show", "--site", "blog")

    assert learned == {"decisions": 0, "version": None, "broken": False}
    assert review["version"] is None
    assert review["precision"] is None

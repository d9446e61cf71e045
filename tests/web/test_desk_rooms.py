"""The desk's other rooms: rules, log, statistics."""

from service.domain.moderator import Role, Roles
from tests.web.desk_client import QUEUE, at_desk, at_work, until_done, words
from tests.web.running_service import RunningService


async def test_what_the_rules_did_cannot_be_undone(service: RunningService) -> None:
    reply = await service.post(text="Mooi stuk.")
    story = await service.api.get(f"/api/v1/admin/comments/{reply.json['id']}", token=service.admin)
    desk = await at_desk(service)
    decision = story.json["decisions"][0]["id"]

    page = await desk.post("/moderate/undo", [("decision", decision)])

    assert "Held." in words(page)


async def test_filters_find_by_word_rule_author_and_site(service: RunningService) -> None:
    await service.post(name="Piet", text="Appels en https://a.nl https://b.nl https://c.nl")
    await service.post(name="Klaas", text="Peren")
    desk = await at_desk(service)

    for query in ("q=peren", "author=klaas", "site=blog&q=peren"):
        page = words(await desk.get(f"{QUEUE}?{query}"))
        assert "Peren" in page
        assert "Appels" not in page
    assert "Peren" not in words(await desk.get(f"{QUEUE}?rule=many_links"))
    assert "No comments found." in words(await desk.get(f"{QUEUE}?q=pruimen"))


async def test_the_log_shows_and_verifies_every_decision(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    form = (await desk.get(QUEUE)).form("/moderate/decide")
    await desk.press(form, "approve", note="Prima", to_author="Dank je!")

    page = await desk.get("/moderate/log")
    verified = await desk.get("/moderate/log?verify=yes")

    assert "Anna Approved. Prima · to the author: “Dank je!”" in words(page)
    assert "The log is whole: 2 decisions checked." in words(verified)


async def test_a_rule_is_tried_replayed_and_brought_into_force(service: RunningService) -> None:
    await service.post_public(text="Kip met friet")
    desk = await at_desk(service)
    rules = await desk.get("/moderate/rules?site=open")
    toml = next(value for name, value in rules.form("/moderate/rules").fields if name == "toml")
    strict = toml.replace("words = []", 'words = ["kip"]', 1)

    tried = await desk.press(
        rules.form("/moderate/rules"), "try", toml=strict, text="Kip met appelmoes"
    )
    waiting = await desk.press(rules.form("/moderate/rules"), "replay", toml=strict)
    async with at_work(service):
        replayed = await desk.press(rules.form("/moderate/rules"), "replay", toml=strict)
        replayed = await until_done(desk, replayed)
    active = await desk.press(replayed.form("/moderate/rules", "activate"), "activate")
    held = await service.post(site="open", text="Nog meer kip")
    retired = await desk.press(active.form("/moderate/rules/move", version="1"), "retired")

    assert "It would be held" in words(tried)
    assert "word list" in words(tried)
    assert "Look again" in words(waiting)
    assert waiting.path in waiting.read.links
    assert "Look again" not in words(replayed)
    assert "held now 1" in words(replayed)
    assert "Kip met friet" in words(replayed)
    assert "Saved." in words(active)
    assert held.status == 202
    assert "Done." in words(retired)


async def test_a_rule_set_that_cannot_be_read_comes_back_with_its_line(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    form = (await desk.get("/moderate/rules?site=blog")).form("/moderate/rules")

    page = await desk.press(form, "activate", toml="hold_at = 3\nhold_op = 4")

    assert page.status == 422
    assert "rules.toml:2" in words(page)
    assert "hold_op = 4" in page.html


async def test_a_rule_set_is_checked_and_kept_as_a_draft(service: RunningService) -> None:
    desk = await at_desk(service)
    form = (await desk.get("/moderate/rules?site=blog")).form("/moderate/rules")

    checked = await desk.press(form, "check")
    odd = await desk.press(form, "check", toml="hold_at = 0.5")
    saved = await desk.press(form, "save", toml="hold_at = 4")

    assert checked.status == odd.status == 200
    assert "draft" in words(saved)
    assert "hold_at = 4" in (await desk.get("/moderate/rules?site=blog&version=1")).html
    assert (await desk.get("/moderate/rules?site=blog&version=9")).status == 404
    assert (await desk.get(f"/moderate/rules?site=blog&replay={'0' * 32}")).status == 404


async def test_a_viewer_sees_and_tries_but_changes_nothing(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service, roles=Roles(Role.VIEWER))
    rules = (await desk.get("/moderate/rules?site=blog")).form("/moderate/rules")

    queue = await desk.get(QUEUE)
    changed = await desk.post("/moderate/rules", [*rules.fields, ("act", "activate")])
    decided = await desk.post(
        "/moderate/decide", [("id", "0" * 32), ("version", "1"), ("action", "spam")]
    )
    people = await desk.get("/moderate/people")

    assert "Mooi stuk." in words(queue)
    assert not [form for form in queue.read.forms if form.action == "/moderate/decide"]
    assert changed.status == 422
    assert decided.status == people.status == 403


async def test_a_site_must_be_made_before_rules_can_be_read(service: RunningService) -> None:
    desk = await at_desk(service, roles=Roles(on_sites={999: Role.ADMIN}))

    page = await desk.get("/moderate/rules")

    assert "There is no site yet" in words(page)

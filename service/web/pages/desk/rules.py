"""GET /moderate/rules: the rule set of a site, to be tried, replayed and brought into force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.comment import Author
from service.domain.errors import Invalid, NotFound
from service.domain.job import Job, JobState
from service.domain.moderator import Role
from service.domain.rule_version import RuleState, RuleVersion
from service.domain.site import Site
from service.locales import text, when
from service.rules.builtin import RULES
from service.rules.replay import Tally
from service.rules.rule_set import RuleSet, RuleSetError, content_of
from service.rules.rule_set_file import rule_set_from_toml
from service.rules.rule_set_text import rule_set_toml
from service.usecases.check_rule_set import check_rule_set
from service.usecases.explain_text import explain_text
from service.usecases.job_worker import RUNNER
from service.usecases.move_rule_set import move_rule_set
from service.usecases.save_rule_set import save_rule_set
from service.usecases.start_replay import KIND, start_replay
from service.web.call import Call
from service.web.pages.desk.cards import Reason, reasons_of
from service.web.pages.desk.frame import Desk, Notice, desk_of, go, page, wants_fragment
from service.web.route import Route

ROOM = "/moderate/rules"
VERSIONS_SHOWN = 20

Version = Annotated[int, Field(ge=1, le=999_999_999)]
"""Larger ones a database could not even look for."""


class RulesQuery(BaseModel):
    """Whose rules, which version of them, and which replay to watch."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    version: Version | None = None
    replay: str | None = None
    said: str | None = None
    lang: str | None = None


class RulesForm(BaseModel):
    """The rule set as text, and what to do with it; `text` is one to try it on."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    site: str
    toml: str = ""
    text: str = ""
    act: Literal["try", "check", "replay", "save", "activate"]


class MoveForm(BaseModel):
    """A version, and the state it is to have."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    site: str
    version: Version
    state: RuleState
    replay: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """What would become of a text, and why."""

    text: str
    verdict: str
    score: str
    reasons: Sequence[Reason]
    without: Sequence[str]


async def show(call: Call) -> web.Response:
    """The version asked for, else the one in force."""
    query: RulesQuery = call.query
    site = await _site(call, query.site)
    if site is None:
        return page("no_site", desk_of(call, ROOM))
    job = None if query.replay is None else await _replay(call, site, query.replay)
    if job is not None and wants_fragment(call):
        return page("replay", desk_of(call), **_replay_parts(call, site, job))
    asked = await _content(call, site, query.version)
    content = asked if job is None else job.parameters["content"]
    return await _page(call, site, rule_set_toml(content), job=job)


async def take(call: Call) -> web.Response:
    """Does what the button says; what cannot be read comes back with its line and the mend."""
    form: RulesForm = call.body
    site = await call.on_own_site(form.site)
    try:
        rule_set = rule_set_from_toml(RULES, form.toml, "rules.toml")
    except RuleSetError as error:
        notice = Notice(str(error), "bad")
        return await _page(call, site, form.toml, notice=notice, status=422, said=form.text)
    if form.act == "try":
        tried = await _try(call, site, form.text, rule_set)
        return await _page(call, site, form.toml, tried=tried, said=form.text)
    if form.act == "check":
        return await _page(call, site, form.toml, notice=await _check(call, site, rule_set))
    _require_admin(call, site)
    services = call.services
    common: dict[str, Any] = {
        "token": call.moderator,
        "storage": services.storage,
        "clock": services.clock,
    }
    if form.act == "replay":
        job = await start_replay(site, rule_set, runner=RUNNER, **common)
        services.replayer.add(job)
        return go(ROOM, site=site.slug, replay=job.public_id)
    version = (await save_rule_set(site, rule_set, **common)).version
    if form.act == "activate":
        await move_rule_set(
            site,
            version,
            RuleState.ACTIVE,
            needs_replay=services.settings.rules_need_replay,
            **common,
        )
    return go(ROOM, site=site.slug, version=str(version), said="saved")


async def move(call: Call) -> web.Response:
    """Brings a version into force, into the shadow, or out of it."""
    form: MoveForm = call.body
    site = await call.on_own_site(form.site)
    services = call.services
    await move_rule_set(
        site,
        form.version,
        form.state,
        replay=form.replay or None,
        needs_replay=services.settings.rules_need_replay,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    return go(ROOM, site=site.slug, said="moved")


async def _page(
    call: Call,
    site: Site,
    toml: str,
    *,
    job: Job | None = None,
    tried: Tried | None = None,
    notice: Notice | None = None,
    said: str = "",
    status: int = 200,
) -> web.Response:
    storage = call.services.storage
    versions = await storage.rule_sets.all(site.id)
    desk: Desk = desk_of(call, ROOM, notice=notice)
    replay = {"job": None} if job is None else _replay_parts(call, site, job)
    parts: dict[str, Any] = {
        **replay,
        "site": site,
        "sites": [one for one in await storage.sites.all() if call.moderator.roles.on(one.id)],
        "toml": toml,
        "tried": tried,
        "said": said,
        "versions": [_version(call, each) for each in versions[:VERSIONS_SHOWN]],
        "can_change": _is_admin(call, site),
    }
    return page("rules", desk, status=status, **parts)


def _replay_parts(call: Call, site: Site, job: Job) -> dict[str, Any]:
    tally = Tally.restore(job.position["tally"])
    return {
        "job": job,
        "site": site,
        "summary": tally.summary(),
        "effects": [(name, tally.then[name], tally.now[name]) for name in tally.then],
        "samples": {change: each for change, each in sorted(tally.samples.items()) if each},
        "changes": tally.changes,
        "running": job.state is JobState.RUNNING,
        "replayed": rule_set_toml(job.parameters["content"]),
        "can_change": _is_admin(call, site),
    }


async def _try(call: Call, site: Site, said: str, rule_set: RuleSet) -> Tried:
    services = call.services
    explained = await explain_text(
        site,
        said,
        Author(),
        storage=services.storage,
        clock=services.clock,
        rule_book=services.rule_book,
        rule_set=rule_set,
    )
    titles = [
        [text(call.language, f"rule.{rule}.title") for rule in each.without]
        for each in explained.alternatives
    ]
    return Tried(
        text=said,
        verdict=explained.verdict.value,
        score=f"{explained.score:g}",
        reasons=reasons_of(explained.findings, call.language),
        without=[", ".join(each) for each in titles],
    )


async def _check(call: Call, site: Site, rule_set: RuleSet) -> Notice:
    remarks = await check_rule_set(rule_set, site, storage=call.services.storage)
    if not remarks:
        return Notice(text(call.language, "desk.rules_fine"))
    said = (
        text(call.language, f"lint.{each.code}", rule=each.rule, **each.params) for each in remarks
    )
    return Notice(" · ".join(said), "")


async def _site(call: Call, slug: str | None) -> Site | None:
    if slug:
        return await call.on_own_site(slug)
    sites = await call.services.storage.sites.all()
    return next((site for site in sites if call.moderator.roles.on(site.id)), None)


async def _content(call: Call, site: Site, version: int | None) -> Any:
    services = call.services
    if version is None:
        return content_of(await services.rule_book.active(site))
    found = await services.storage.rule_sets.version(site.id, version)
    if found is None:
        raise NotFound("unknown_rule_set", "version")
    return found.content


async def _replay(call: Call, site: Site, public_id: str) -> Job:
    job = await call.services.storage.jobs.by_public_id(public_id)
    if job is None or (job.kind, job.site_id) != (KIND, site.id):
        raise NotFound("unknown_replay")
    return job


def _version(call: Call, version: RuleVersion) -> dict[str, Any]:
    return {
        "number": version.version,
        "state": version.state.value,
        "by": version.created_by,
        "at": when(call.language, version.created_at),
    }


def _is_admin(call: Call, site: Site) -> bool:
    role = call.moderator.roles.on(site.id)
    return role is not None and role.covers(Role.ADMIN)


def _require_admin(call: Call, site: Site) -> None:
    if not _is_admin(call, site):
        raise Invalid("only_admins", "act")


def _route(method: Any, path: str, name: str, handler: Any, role: Role, **more: Any) -> Route:
    return Route(
        method, path, name, "Rules on the desk.", role, handler, {200: None}, page=True, **more
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", ROOM, "desk_rules", show, Role.VIEWER, query=RulesQuery),
    _route("POST", ROOM, "desk_rules_sent", take, Role.VIEWER, body=RulesForm, form=True),
    _route("POST", f"{ROOM}/move", "desk_rules_move", move, Role.ADMIN, body=MoveForm, form=True),
)

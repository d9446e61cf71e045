"""Makes the application's routes from the route table. Each door does the same, in this order:
the cache, what is never read, who acts, the query, the body, the act; then errors and CORS.

There is no aiohttp middleware: a hit in the cache pays for nothing that it does not need.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from itertools import groupby

from aiohttp import web
from aiohttp.web_urldispatcher import UrlDispatcher

from service.domain.errors import Malformed, ReactieError, Unauthorized, Unavailable
from service.patience import begin_request
from service.web import cross_site, headers
from service.web.bodies import parse_body, refuse_what_is_never_read
from service.web.cache import AnswerCache
from service.web.call import Call
from service.web.errors import answer_error, as_reactie_error
from service.web.packing import pack
from service.web.pages.desk import trouble
from service.web.preferences import prefers_page
from service.web.principal import admit, check_form
from service.web.queries import parse_query
from service.web.readers import ready_answer
from service.web.route import API, AUTHOR, Route
from service.web.services import SERVICES
from service.web.wing import Listed, Wing

AiohttpHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(
    app: web.Application, routes: Iterable[Route], wings: Mapping[str, Listed] | None = None
) -> None:
    """Adds every route, the wings that are yet to be loaded, and the answer for paths that are not
    there."""
    fill = partial(_fill, app[SERVICES].cache)
    fill(app.router, routes)
    for path, listed in (wings or {}).items():
        app.router.register_resource(Wing(path, listed, fill, _shut))
    app.router.add_route("*", "/{path:.*}", guarded(_nothing_here), expect_handler=_no_expect)


def _fill(cache: AnswerCache, router: UrlDispatcher, routes: Iterable[Route]) -> None:
    """Adds every route, HEAD beside GET, the preflight of what scripts may call, and the answer
    for methods that are not there."""
    ordered = sorted(routes, key=lambda route: route.path)
    for path, group in groupby(ordered, key=lambda route: route.path):
        doors = list(group)
        methods = allowed_methods(doors)
        resource = router.add_resource(path)
        for route in doors:
            door = _cached(_door(route), cache) if route.cached else _door(route)
            expected = _go_on if route.upload else _no_expect
            resource.add_route(route.method, door, expect_handler=expected)
            if route.method == "GET":
                resource.add_route("HEAD", door, expect_handler=_no_expect)
        if any(route.cors for route in doors):
            scripts = allowed_methods([route for route in doors if route.cors])
            resource.add_route("OPTIONS", _preflight(scripts))
        resource.add_route("*", _wrong_method(methods), expect_handler=_no_expect)


def _shut(router: UrlDispatcher) -> None:
    router.add_route("*", "/{path:.*}", _not_now, expect_handler=_no_expect)


def allowed_methods(routes: Iterable[Route]) -> str:
    """The methods of a path, as the Allow header lists them."""
    methods = {route.method for route in routes}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def guarded(handler: AiohttpHandler) -> AiohttpHandler:
    """A handler whose errors are answered like those of every door."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 -- the outermost door: nothing may pass it
            return _refused(as_reactie_error(error), Call.of(request))

    return handle


def _refused(error: ReactieError, call: Call, allowed: str | None = None) -> web.Response:
    """Where no door is: people get a page, those who look for one of the desk's get its own."""
    path, for_people = call.request.path, prefers_page(call.request)
    if for_people and path.startswith("/moderate/"):
        return trouble.desk_trouble(error, call, allowed=allowed)
    as_page = for_people and not path.startswith(API)
    return answer_error(error, call, as_page=as_page, allowed=allowed)


def _door(route: Route) -> AiohttpHandler:
    async def handle(request: web.Request) -> web.StreamResponse:
        call = Call.of(request)
        begin_request()
        response: web.StreamResponse
        try:
            await _enter(route, call)
            response = await route.handler(call)
            await pack(response, request)
        except Exception as error:  # noqa: BLE001 -- the outermost door: nothing may pass it
            if route.page:
                return await _told_by_page(as_reactie_error(error), route, call)
            response = answer_error(
                as_reactie_error(error),
                call,
                as_page=_is_for_people(route, call) and prefers_page(request),
                to_moderator=route.role is not None,
            )
        own = route.cached and response.status < 400
        return await _for_scripts(response, call) if route.cors and not own else response

    return handle


async def _told_by_page(error: ReactieError, route: Route, call: Call) -> web.Response:
    # A form of an account holds passwords: those are kept nowhere.
    if isinstance(error, Unauthorized) and route.form and route.role and route.body:
        return await trouble.signed_out(error, route.body, call)
    return trouble.desk_trouble(error, call)


def _is_for_people(route: Route, call: Call) -> bool:
    return route.content_type == "text/html" or (route.form and call.is_form)


async def _enter(route: Route, call: Call) -> None:
    request, services = call.request, call.services
    refuse_what_is_never_read(request)
    await admit(route, call)
    if route.access is AUTHOR:
        call.bearer()
        await _refuse_strangers(route, call)
    call.query = parse_query(route.query, request)
    call.wanted_language = getattr(call.query, "lang", None)
    if route.body is not None:
        call.body = await parse_body(
            route.body, request, form=route.form, seconds=services.settings.body_seconds
        )
        call.wanted_language = getattr(call.body, "lang", None) or call.wanted_language
    if not route.upload:
        await check_form(call)


async def _refuse_strangers(route: Route, call: Call) -> None:
    """The site of a comment is known only once its token was checked, so any site's pages may
    hold one; acts that name their site check it themselves."""
    if route.method != "GET":
        await cross_site.refuse_foreign(call.request, None, call.services.storage)


async def _for_scripts(response: web.StreamResponse, call: Call) -> web.StreamResponse:
    if "Access-Control-Allow-Origin" in response.headers or "Origin" not in call.request.headers:
        return response
    try:
        origin = await cross_site.allowed_origin(call.request, call.site, call.services.storage)
    except ReactieError:
        origin = None  # the database is away: the answer tells that, to nobody's script
    cross_site.allow(response, origin)
    return response


def _cached(door: AiohttpHandler, cache: AnswerCache) -> AiohttpHandler:
    async def handle(request: web.Request) -> web.StreamResponse:
        ready = ready_answer(cache, request)
        return await door(request) if ready is None else ready

    return handle


def _preflight(methods: str) -> AiohttpHandler:
    async def handle(request: web.Request) -> web.StreamResponse:
        storage = request.app[SERVICES].storage
        response = web.Response(status=204, headers={**headers.PUBLIC, "Allow": methods})
        cross_site.preflight(
            response, await cross_site.allowed_origin(request, None, storage), methods
        )
        return response

    return guarded(handle)


def _wrong_method(methods: str) -> AiohttpHandler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return _refused(Malformed("method_not_allowed"), Call.of(request), methods)

    return handle


async def _nothing_here(_: web.Request) -> web.StreamResponse:
    raise web.HTTPNotFound


async def _not_now(request: web.Request) -> web.StreamResponse:
    return answer_error(Unavailable(), Call.of(request), as_page=prefers_page(request))


async def _go_on(request: web.Request) -> web.StreamResponse | None:
    """Who sends much asks first: curl does, and takes 417 for the end."""
    if request.headers["Expect"].lower() != "100-continue":
        return await _no_expect(request)
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0  # nothing of the answer was sent yet
    return None


async def _no_expect(request: web.Request) -> web.StreamResponse:
    return answer_error(Malformed("expect"), Call.of(request))

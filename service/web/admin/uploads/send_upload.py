"""POST /api/v1/admin/uploads: send a file in that is to be imported."""

from typing import Annotated

from aiohttp import web
from pydantic import ConfigDict, Field

from service.domain.moderator import Role
from service.web.admin.uploads.read_fields import READ_CODES, ReadFields, read_as
from service.web.answers import answer
from service.web.call import Call
from service.web.principal import check_form
from service.web.route import API, Example, Route
from service.web.shown.uploads import ShownUpload, shown_upload
from service.web.uploading import raw_pieces, receive


class UploadQuery(ReadFields):
    """Where its comments shall go, what the file is called, and how it is read."""

    model_config = ConfigDict(extra="forbid")

    site: str
    name: Annotated[str, Field(max_length=1_000)]
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """202: it is looked at in the background, and nothing is imported yet."""
    query: UploadQuery = call.query
    await check_form(call)
    site = await call.on_own_site(query.site)
    job = await receive(call, site, query.name, read_as(query, site), raw_pieces(call))
    return answer(shown_upload(job, site.slug), 202, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/uploads",
    name="send_upload",
    summary="Send a file of comments in, and look what importing it would do.",
    access=Role.ADMIN,
    handler=handle,
    query=UploadQuery,
    responses={202: ShownUpload},
    errors={
        400: ("bad_request",),
        404: ("unknown_site",),
        408: ("body_timeout",),
        413: ("body_too_large",),
        415: ("unsupported_media_type",),
        422: (
            *READ_CODES,
            "import_bomb",
            "import_empty",
            "import_no_room",
            "import_unknown_format",
            "import_unreadable",
            "import_unsafe_path",
        ),
        429: ("too_fast",),
        503: ("import_no_room",),
    },
    upload=True,
    example=Example(query=(("site", "blog"), ("name", "comments.jsonl"))),
)

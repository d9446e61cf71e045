"""Takes a file in as it comes over the line: its size and time bounded, never whole in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from typing import TypeVar

from aiohttp import web
from aiohttp.multipart import BodyPartReader, MultipartReader

from service.domain.errors import Invalid, Malformed, ReactieError
from service.domain.job import Job
from service.domain.moderator import Role
from service.domain.site import Site
from service.domain.upload import ReadAs, label_of
from service.usecases.look_at_upload import start_look
from service.web.bodies import MAX_BYTES
from service.web.call import Call
from service.web.principal import admit_again

T = TypeVar("T")

RAW = "application/octet-stream"
MULTIPART = "multipart/form-data"
FILE = "file"
FIELDS_MAX = 50
_PIECE = 1 << 16


async def receive(
    call: Call, site: Site, name: str, asked: ReadAs, pieces: AsyncIterator[bytes]
) -> Job:
    """Keeps a file of somebody's `name` until it is imported, and starts the look at it. Nothing is
    left of one that breaks off, is too large, or is in no format that is known. Raises Malformed
    `body_too_large`, Unavailable `import_no_room`, Invalid as `Uploads.format_of`, and as
    `admit_again` does."""
    services = call.services
    async with services.uploads.receiving(call.request.content_length) as coming:
        async for piece in pieces:
            await coming.write(piece)
        upload = await coming.received(label_of(name))
        if not upload.size:
            raise Invalid("import_empty", FILE, file=upload.label)
        await admit_again(Role.ADMIN, call)
        await call.on_own_site(site.slug)
        form = await services.uploads.format_of(upload, asked.form)
        job = await start_look(
            upload,
            form,
            site,
            asked,
            token=call.moderator,
            storage=services.storage,
            clock=services.clock,
        )
    services.look_worker.wake()
    services.upload_worker.wake()  # another server may be told to import what lies here
    return job


async def raw_pieces(call: Call) -> AsyncIterator[bytes]:
    """The body, a file and nothing else. Raises Malformed `unsupported_media_type` for another
    one, `body_timeout` when nothing comes any more, and `bad_request` when its sender hangs up."""
    request = call.request
    if request.content_type != RAW:
        raise Malformed("unsupported_media_type")
    with call.services.connections.waiting(request):
        while piece := await _coming(call, request.content.readany()):
            yield piece


class SentForm:
    """An HTML form with a file in it, read as it comes: first the fields, then the file."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._part: BodyPartReader | None = None

    async def fields(self) -> list[tuple[str, str]]:
        """The fields that stand before the file. Raises Malformed `unsupported_media_type`,
        `malformed_form`, `bad_utf8`, `body_too_large`, and as `raw_pieces` does."""
        if self._call.request.content_type != MULTIPART:
            raise Malformed("unsupported_media_type")
        reader = await self._strictly(self._call.request.multipart())
        found: list[tuple[str, str]] = []
        room = MAX_BYTES
        while isinstance(part := await self._next(reader), BodyPartReader):
            if part.name == FILE:
                self._part = part
                break
            value = await self._value(part, room)
            room -= len(value)
            found.append((part.name or "", _decoded(value)))
            if len(found) > FIELDS_MAX:
                raise Malformed("malformed_form")
        return found

    @property
    def file_name(self) -> str:
        """What the sender calls the file. Raises Invalid `no_file` when there is none."""
        name = None if self._part is None else self._part.filename
        if not name:
            raise Invalid("no_file", FILE)
        return name

    async def pieces(self) -> AsyncIterator[bytes]:
        """The file's bytes. Raises Malformed `malformed_form` when it ends too soon."""
        part = self._part
        while part is not None and (piece := await self._strictly(part.read_chunk(_PIECE))):
            yield piece
        if part is not None and not part.at_eof():
            raise Malformed("malformed_form")

    async def _next(self, reader: MultipartReader) -> object:
        part = await self._strictly(reader.next())
        if isinstance(part, MultipartReader):
            raise Malformed("malformed_form")
        return part

    async def _value(self, part: BodyPartReader, room: int) -> bytes:
        parts = b""
        while piece := await self._strictly(part.read_chunk(_PIECE)):
            parts += piece
            if len(parts) > room:
                raise Malformed("body_too_large")
        return parts

    async def _strictly(self, read: Awaitable[T]) -> T:
        """What the reader gives; whatever it stumbles over is the sender's."""
        try:
            return await _coming(self._call, read)
        except ReactieError:
            raise
        except Exception:  # noqa: BLE001 -- the reader raises a dozen kinds at what it cannot read
            raise Malformed("malformed_form") from None


async def _coming(call: Call, read: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(call.services.settings.body_seconds):
            return await read
    except TimeoutError:
        raise Malformed("body_timeout") from None
    except (ConnectionError, web.RequestPayloadError):
        # Nobody hears it; and no line is logged, with which he could fill the disk.
        raise Malformed("bad_request") from None


def _decoded(raw: bytes) -> str:
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    raise Malformed("bad_utf8")

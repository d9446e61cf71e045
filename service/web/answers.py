"""Answers, made from the models of `web.shown`."""

from collections.abc import Mapping

from aiohttp import web
from pydantic import BaseModel

from service.web import headers


def answer(model: BaseModel, status: int = 200, *, private: bool = False) -> web.Response:
    """A JSON answer. `private` ones are kept by no cache."""
    return json_answer(
        model.model_dump_json(by_alias=True).encode(),
        status,
        headers.PRIVATE if private else {**headers.PUBLIC, "Cache-Control": headers.NO_STORE},
    )


def json_answer(body: bytes, status: int, fields: Mapping[str, str]) -> web.Response:
    """An answer of ready JSON bytes."""
    return web.Response(body=body, status=status, headers={**fields, "Content-Type": headers.JSON})


def page_answer(html: str, status: int = 200, *, private: bool = True) -> web.Response:
    """An HTML page that runs no script."""
    kept = headers.NO_STORE if private else "no-cache"
    return web.Response(
        body=html.encode(),
        status=status,
        headers={**headers.PAGE, "Cache-Control": kept, "Content-Type": headers.HTML},
    )

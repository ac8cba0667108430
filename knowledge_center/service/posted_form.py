"""What was posted, read within bounds: 8 KB, ten seconds, one value for each field."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from knowledge_center.service.http_errors import HttpError
from knowledge_center.words.catalogues import gettext_noop

MOST_BYTES = 8 * 1024
MOST_FIELDS = 40
BODY_SECONDS = 10.0
# Line breaks come from text areas, of which we have none; but they are no attack on a form by themselves.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields of a form in the order they came; a name may come several times."""

    fields: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """The value of a field, empty where it is missing. Raises HttpError where it came twice."""
        values = self.all(name)
        if len(values) > 1:
            raise HttpError(
                400, gettext_noop("A field was sent more than once, where one value is expected.")
            )
        return values[0] if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for field, value in self.fields if field == name)


async def read_form(request: Request) -> Form:
    """The form in the body of a request. Raises HttpError for what is no form, or too much of one."""
    body = await _read_body(request)
    if not body:
        return Form()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        fields = _urlencoded(body)
    elif kind == "multipart/form-data":
        fields = await _multipart(request, body)
    else:
        raise HttpError(415, gettext_noop("A form is expected, sent as browsers send forms."))
    if any(_CONTROL.search(part) for field in fields for part in field):
        raise HttpError(400, gettext_noop("The form holds characters that nobody can type."))
    return Form(fields=tuple(fields))


async def _read_body(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    # The server lets through no more than twenty digits.
    if declared.isdecimal() and int(declared) > MOST_BYTES:
        raise _too_much()
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise _too_much()
    except TimeoutError:
        raise HttpError(408, gettext_noop("The form took too long to arrive. Please try again.")) from None
    except ClientDisconnect:
        raise HttpError(400, gettext_noop("The form did not arrive whole.")) from None
    return bytes(body)


def _too_much() -> HttpError:
    return HttpError(413, gettext_noop("That is more than this form can hold."))


def _urlencoded(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeDecodeError:
        raise _no_text() from None
    except ValueError:
        raise _too_much() from None


async def _multipart(request: Request, body: bytes) -> list[tuple[str, str]]:
    try:
        # Else the parser takes it for Latin-1.
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise _no_text() from None

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, stream(), max_files=0, max_fields=MOST_FIELDS)
    try:
        found = await parser.parse()
    except (MultiPartException, FormParserError, KeyError, LookupError, ValueError):
        raise HttpError(400, gettext_noop("The form cannot be read.")) from None
    return [(name, value) for name, value in found.multi_items() if isinstance(value, str)]


def _no_text() -> HttpError:
    return HttpError(400, gettext_noop("The form is not written in UTF-8, as forms of this site are."))

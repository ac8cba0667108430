"""One conversation with a service's API: JSON to and fro, few tries, and sentences for its errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import sleep
from typing import Any
from urllib.parse import urlsplit

import httpx

from knowledge_center.problems import Problem, Unusable

TRIES = 4
# Longer than this nobody waits at a terminal.
LONGEST_WAIT = 60.0
# Of a list: a service that always has one more page would be asked for ever.
MOST_PAGES = 100
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """``base`` is the API's address without a slash at its end; ``authorization`` is the header's value.

    ``service`` is its name for people, ``key_name`` the environment variable that the key came from.
    ``secrets`` stand in no message, not even where the service repeats them. ``timeout`` is in seconds, for
    each step of a request.
    """

    service: str
    base: str
    authorization: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    key_name: str
    timeout: float = 30.0
    wait: Callable[[float], None] = sleep

    def get(self, path: str, **params: str | int) -> Any:
        """Ask for something; tried again when the service is busy or stumbles."""
        return self._call("GET", path, params=params)

    def send(self, method: str, path: str, body: Mapping[str, object]) -> Any:
        """Change something. Tried again only when it surely was not done: after 429."""
        return self._call(method, path, body=body)

    def unusable(self, message: str, fix: str = "") -> Unusable:
        """A problem with this service, as an exception."""
        return Unusable([Problem(path=self.service, message=message, fix=fix)])

    def _call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Any:
        for number in range(1, TRIES + 1):
            answer = self._ask(method, path, params, body)
            status = answer.status_code
            again = status == 429 or (status >= 500 and method == "GET")
            if not again or number == TRIES:
                break
            pause = _pause(answer, number)
            if pause > LONGEST_WAIT:
                raise self.unusable(
                    f"It asks to wait {round(pause)} seconds before the next request.",
                    "Run the command again after that; what was made is found and not made twice.",
                )
            self.wait(pause)
        if 200 <= status < 300:
            return self._json(answer)
        raise self._error(method, path, answer)

    def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        body: Mapping[str, object] | None,
    ) -> httpx.Response:
        try:
            # No redirect is followed: the key is for this address and no other.
            with httpx.Client(timeout=self.timeout, follow_redirects=False) as client:
                request = client.build_request(
                    method, f"{self.base}{path}", params=params, json=body,
                    headers={
                        "Accept": "application/json",
                        "User-Agent": "Knowledge Center",
                        "Authorization": self.authorization,
                    },
                )  # fmt: skip
                answer = client.send(request, stream=True)
                try:
                    size = 0
                    pieces = []
                    for piece in answer.iter_bytes():
                        size += len(piece)
                        if size > _MOST_BYTES:
                            raise self.unusable("Its answer does not end.", "Is the address right?")
                        pieces.append(piece)
                finally:
                    answer.close()
                # iter_bytes has unpacked what was packed.
                kept = [(k, v) for k, v in answer.headers.items() if k != "content-encoding"]
                return httpx.Response(
                    answer.status_code, headers=kept, content=b"".join(pieces), request=request
                )
        except httpx.TimeoutException:
            raise self._lost(method, f"It did not answer within {self.timeout:g} seconds.") from None
        except httpx.HTTPError as error:
            raise self._lost(method, f"It cannot be reached: {self._clean(str(error))}.") from None
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise self.unusable(f"“{self.base}” is no address that can be asked.") from None

    def _lost(self, method: str, message: str) -> Unusable:
        fix = f"See that {self.base} can be reached from here, then run the command again."
        if method != "GET":
            fix = "Run the command again: what was made is found and not made twice."
        return self.unusable(message, fix)

    def _json(self, answer: httpx.Response) -> Any:
        try:
            return answer.json() if answer.content.strip() else None
        except (ValueError, RecursionError):
            raise self.unusable(
                f"It answered {answer.status_code}, but not with JSON: {self._clean(answer.text)}",
                f"Is {self.base} the address of the API?",
            ) from None

    def _error(self, method: str, path: str, answer: httpx.Response) -> Unusable:
        status = answer.status_code
        words = self._clean(_words(answer))
        detail = f" It says: {words}" if words else ""
        where = f"{method} {path}"
        match status:
            case 401:
                return self.unusable(
                    f"It does not know the key.{detail}", f"See that {self.key_name} is right."
                )
            case 403:
                return self.unusable(
                    f"The key is not allowed to {where}.{detail}",
                    f"Give the user of {self.key_name} the right to read and write drafts.",
                )
            case 404:
                return self.unusable(
                    f"There is nothing at {where}.{detail}",
                    "See that the address of the service and digests.audience are right.",
                )
            case 400 | 409 | 422:
                return self.unusable(f"It refused to {where} ({status}).{detail}")
            case 429:
                return self.unusable(
                    f"It still asks for patience after {TRIES} tries.{detail}", "Run the command again later."
                )
            case _ if 300 <= status < 400:
                to = urlsplit(answer.headers.get("location", "")).netloc
                return self.unusable(
                    f"It answered {status} and points to {self._clean(to) or 'another address'};"
                    " the key goes nowhere else.",
                    "Write the address that the API really has.",
                )
            case _ if status >= 500:
                return self.unusable(
                    f"It has a problem of its own ({status}).{detail}",
                    "Run the command again later: what was made is found and not made twice.",
                )
        return self.unusable(f"It answered {status} to {where}.{detail}")

    def _clean(self, text: str) -> str:
        """What a service said, on one line and without any key that it may repeat."""
        for secret in (*self.secrets, self.authorization.partition(" ")[2]):
            text = text.replace(secret, "…")
        text = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
        return text if len(text) <= 300 else f"{text[:300]}…"


def plain_key(environ: Mapping[str, str], name: str, service: str) -> str:
    """A key from the environment. Raises Unusable where there is none or it cannot be one."""
    key = environ.get(name, "").strip()
    if not key:
        message = f"{name} is not set; {service} takes drafts only with a key."
        raise Unusable([Problem(path=service, message=message, fix=f"{name}=…")])
    if not re.fullmatch(r"[!-~]+", key):
        message = f"{name} holds a blank or a letter that no key has."
        raise Unusable([Problem(path=service, message=message, fix="Copy the key once more.")])
    return key


def texts(value: object, *names: str) -> str:
    """The text at a path of names in an answer, or nothing. Numbers become text."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def records(value: object, *names: str) -> list[Mapping[str, Any]]:
    """The objects in the list at a path of names in an answer."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    found = value if isinstance(value, Sequence) and not isinstance(value, str) else []
    return [one for one in found if isinstance(one, Mapping)]


def _pause(answer: httpx.Response, number: int) -> float:
    """Seconds until the next try: Retry-After where it is a number (RFC 9110, 10.2.3), else 1, 2, 4 …"""
    seconds = answer.headers.get("retry-after", "").strip()
    return float(seconds) if re.fullmatch(r"\d{1,9}", seconds) else 2.0 ** (number - 1)


def _words(answer: httpx.Response) -> str:
    """What an error says, in whichever of the three services' shapes."""
    try:
        data = answer.json()
    except (ValueError, RecursionError):
        return answer.text if "html" not in answer.headers.get("content-type", "") else ""
    sentences = [texts(data, name) for name in ("title", "code", "message", "detail")]
    for one in records(data, "errors") + records(data, "detail"):
        sentences.append(
            ": ".join(filter(None, (texts(one, "field"), texts(one, "message") or texts(one, "msg"))))
        )
    return " ".join(f"{text.rstrip('.')}." for text in dict.fromkeys(sentences) if text)

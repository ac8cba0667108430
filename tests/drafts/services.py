"""listmonk, Buttondown and Mailchimp on this machine, as far as drafts go, after their documentation.

Each keeps what it was given, checks key and fields as the real one does, and stumbles when it is told to.
"""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0123456789abcdef0123456789abcdef-us21"


@dataclass
class Fault:
    """What the service does instead of an answer: a status with a body, or nothing at all.

    ``after`` lets the request be carried out first, and loses only the answer.
    """

    status: int = 0
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    method: str = ""
    times: int = 1
    after: bool = False


Answer = tuple[int, Any]


class Service(ABC):
    """One service. ``asked`` holds every request: method, path with its query, and body."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.faults: list[Fault] = []
        self.address = ""

    @abstractmethod
    def authorized(self, value: str) -> bool:
        """Whether it knows the key."""

    @abstractmethod
    def refused(self) -> Answer:
        """What it says to who has none."""

    @abstractmethod
    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        """What it says to one request."""

    def methods(self) -> list[str]:
        """What was asked, without queries."""
        return [f"{method} {path.partition('?')[0]}" for method, path, _ in self.asked]

    def take_fault(self, method: str) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.method in ("", method):
                fault.times -= 1
                return fault
        return None


class Listmonk(Service):
    """listmonk.app/docs/apis/campaigns"""

    def __init__(self) -> None:
        super().__init__()
        self.campaigns: list[dict[str, Any]] = []
        # As many as two pages, so that nobody who reads one alone finds the last.
        self.lists = [
            {"id": number, "uuid": f"01234567-89ab-cdef-0123-{number:012}", "name": f"List {number}"}
            for number in range(1, 121)
        ]
        self.templates: list[dict[str, Any]] = [
            {
                "id": 1,
                "name": "Default",
                "type": "campaign",
                "body": '<html>{{ template "content" . }}</html>',
            },
            {"id": 2, "name": "tx", "type": "tx", "body": '{{ template "content" . }}'},
        ]

    def authorized(self, value: str) -> bool:
        return value == "Basic " + b64encode(f"api:{KEY}".encode()).decode()

    def refused(self) -> Answer:
        return 403, {"message": "invalid session"}

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        match method, path:
            case "GET", "/api/campaigns":
                page, size = int(query["page"][0]), int(query["per_page"][0])
                newest = self.campaigns[::-1][(page - 1) * size : page * size]
                shown = [{k: c[k] for k in ("id", "name", "status", "subject")} for c in newest]
                total = len(self.campaigns)
                return 200, {"data": {"results": shown, "total": total, "page": page, "per_page": size}}
            case "GET", "/api/lists":
                page, size = int(query["page"][0]), int(query["per_page"][0])
                shown_lists = self.lists[(page - 1) * size : page * size]
                return 200, {"data": {"results": shown_lists, "total": len(self.lists), "page": page}}
            case "GET", "/api/templates":
                return 200, {"data": self.templates}
            case "POST", "/api/templates":
                self.templates.append(body | {"id": len(self.templates) + 1})
                return 200, {"data": self.templates[-1]}
            case "POST", "/api/campaigns":
                if not body["lists"] or not all(isinstance(number, int) for number in body["lists"]):
                    return 400, {"message": "No lists selected"}
                made = body | {"id": len(self.campaigns) + 1, "status": "draft"}
                self.campaigns.append(made)
                return 200, {"data": made}
        return 404, {"message": "Not Found"}


class Buttondown(Service):
    """docs.buttondown.com/api-emails-create, with the older default: what is no draft is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.emails: list[dict[str, Any]] = []

    def authorized(self, value: str) -> bool:
        return value == f"Token {KEY}"

    def refused(self) -> Answer:
        return 401, {"detail": "Invalid token."}

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        if path == "/tags" and method == "GET":
            second = query.get("page", ["1"])[0] == "2"
            shown_tags = [
                {"id": "sub_tag_2", "name": "monthly"} if second else {"id": "sub_tag_1", "name": "weekly"}
            ]
            following = None if second else f"{self.address}/tags?page=2"
            return 200, {"results": shown_tags, "next": following, "previous": None, "count": 2}
        if path != "/emails":
            return 404, {"detail": "Not found."}
        if method == "GET":
            states = query.get("status", ["about_to_send", "in_flight", "sent"])
            found = [email for email in self.emails if email["status"] in states]
            page = int(query.get("page", ["1"])[0])
            more = len(found) > page * 2
            following = f"{self.address}/emails?page={page + 1}" if more else None
            shown = found[(page - 1) * 2 : page * 2]
            return 200, {"results": shown, "next": following, "previous": None, "count": len(found)}
        if not body.get("subject"):
            return 422, {"detail": [{"loc": ["body", "subject"], "msg": "field required"}]}
        made = {"status": "about_to_send"} | body | {"id": f"em_{len(self.emails)}"}
        self.emails.append(made)
        return 201, made


class Mailchimp(Service):
    """mailchimp.com/developer/marketing/api/campaigns"""

    def __init__(self) -> None:
        super().__init__()
        self.campaigns: list[dict[str, Any]] = []
        self.contents: dict[str, dict[str, str]] = {}

    def authorized(self, value: str) -> bool:
        return value == "Basic " + b64encode(f"knowledge-center:{KEY}".encode()).decode()

    def refused(self) -> Answer:
        return 401, self.problem(401, "API Key Invalid", "Your API key may be invalid, or wrong datacenter.")

    def problem(self, status: int, title: str, detail: str) -> dict[str, Any]:
        return {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": "1"}

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        parts = path.strip("/").split("/")
        match method, parts:
            case "GET", ["campaigns"]:
                offset, count = int(query["offset"][0]), int(query["count"][0])
                own = [c for c in self.campaigns[::-1] if c["recipients"]["list_id"] == query["list_id"][0]]
                shown = [
                    {k: c[k] for k in ("id", "web_id", "status")}
                    | {"settings": {"title": c["settings"]["title"]}}
                    for c in own[offset : offset + count]
                ]
                return 200, {"campaigns": shown, "total_items": len(own)}
            case "POST", ["campaigns"]:
                if body["recipients"]["list_id"] != "9f1c2e3a4b":
                    problem = self.problem(
                        400, "Invalid Resource", "The resource submitted could not be validated."
                    )
                    return 400, problem | {
                        "errors": [{"field": "recipients.list_id", "message": "No such list."}]
                    }
                number = len(self.campaigns)
                made = body | {"id": f"c{number}", "web_id": 1000 + number, "status": "save"}
                self.campaigns.append(made)
                return 200, made
            case "GET", ["campaigns", number, "content"]:
                return 200, self.contents.get(number, {"html": "", "plain_text": ""})
            case "PUT", ["campaigns", number, "content"]:
                self.contents[number] = body
                return 200, body | {"archive_html": body["html"]}
        return 404, self.problem(404, "Resource Not Found", "The requested resource could not be found.")


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """The service at an address of this machine, as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def take(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            service.asked.append((self.command, self.path, body))
            fault = service.take_fault(self.command)
            if fault and not fault.after:
                self.stumble(fault)
                return
            parts = urlsplit(self.path)
            if service.authorized(self.headers.get("Authorization", "")):
                status, expected = service.answer(self.command, parts.path, parse_qs(parts.query), body)
            else:
                status, expected = service.refused()
            if fault:
                self.stumble(fault)
                return
            self.reply(status, json.dumps(expected).encode(), {"Content-Type": "application/json"})

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = take

        def stumble(self, fault: Fault) -> None:
            if fault.status:
                self.reply(fault.status, fault.body, fault.headers)
            else:
                # The connection ends without a word.
                self.close_connection = True

        def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

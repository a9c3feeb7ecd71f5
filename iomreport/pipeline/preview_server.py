"""Show the report in a browser of this machine, and let the page reload itself when the report changes.

Only the page that is served holds the script that reloads it; the file it is made from is never touched.
"""

import base64
import hashlib
import html
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from iomreport.errors import UsageError

HOST = "127.0.0.1"  # the only address that is listened on: this machine's own

_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')
_BODY = re.compile(rb"<body[^>]*>")
_SCRIPT = """new EventSource("/changes").onmessage = (page) => { if (page.data !== "%s") location.reload(); };"""
_NONE_YET = b"<!DOCTYPE html><title>No report yet</title><body><p>There is no report yet.</p></body>"
_FAILURE = "<dialog open role=alert><p><strong>The report could not be rebuilt.</strong></p><pre>%s</pre></dialog>"
_WAIT = 10  # seconds; then an open page is told again what it shows, so that one that is gone is noticed


class Server(ThreadingHTTPServer):
    """Serves one page from a file, at a port that is free; 0 means any."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, page: Path, port: int):
        self.page = page
        self.changed = threading.Condition()
        self.changes = 0
        self.failure = ""
        self.ended = False
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"port {port} cannot be used: {reason}; give another with --port") from error
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def content(self) -> bytes:
        """Return the page as it stands in its file, with the reason on it if the last build failed."""
        try:
            page = self.page.read_bytes()
        except OSError:
            page = _NONE_YET
        return with_failure(page, self.failure) if self.failure else page

    def show(self, failure: str = "") -> None:
        """Tell every open page that the report may have changed, or why it could not be built."""
        with self.changed:
            self.failure = failure
            self.changes += 1
            self.changed.notify_all()

    def await_change(self, seen: int) -> int:
        """Return how many changes there have been, once there are more than were seen, or after a moment."""
        with self.changed:
            self.changed.wait_for(lambda: self.changes != seen, _WAIT)
            return self.changes

    def close(self) -> None:
        """Stop serving."""
        self.ended = True
        self.show(self.failure)
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""


def mark(content: bytes) -> str:
    """Return what tells one state of the page from another."""
    return hashlib.sha256(content).hexdigest()[:16]


def with_failure(page: bytes, reason: str) -> bytes:
    """Return a page that says on top why the report could not be built."""
    dialog = (_FAILURE % html.escape(reason)).encode()
    body = _BODY.search(page)
    return page[: body.end()] + dialog + page[body.end() :] if body else dialog + page


def reloading(content: bytes) -> bytes:
    """Return a page that reloads itself as soon as the server has another.

    Its Content-Security-Policy, if it has one, is widened by this one script and by nothing else.
    """
    script = (_SCRIPT % mark(content)).encode()
    allowed = b"'sha256-" + base64.b64encode(hashlib.sha256(script).digest()) + b"'"

    def widened(found: re.Match[bytes]) -> bytes:
        policy = found[2].replace(b"script-src ", b"script-src " + allowed + b" ", 1)
        if b"script-src " not in policy:
            policy += b"; script-src " + allowed
        return found[1] + policy + b"; connect-src 'self'" + found[3]

    before, end, after = _POLICY.sub(widened, content, count=1).rpartition(b"</body>")
    tag = b"<script>" + script + b"</script>"
    return before + tag + end + after if end else after + tag


class _Handler(BaseHTTPRequestHandler):
    """Answers a browser of this machine."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send the page, or tell of changes."""
        own = {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}
        if self.headers.get("Host", "") not in own:  # a page of elsewhere that pretends to be ours
            self.send_error(403)
        elif self.path.partition("?")[0] in {"/", f"/{self.server.page.name}"}:
            self._send_page()
        elif self.path == "/changes":
            self._tell_changes()
        else:
            self.send_error(404)

    def _send_page(self) -> None:
        body = reloading(self.server.content())
        self._head("text/html; charset=utf-8", {"Content-Length": str(len(body))})
        self.wfile.write(body)

    def _tell_changes(self) -> None:
        self.close_connection = True
        self._head("text/event-stream", {"Connection": "close"})
        seen = self.server.changes
        while not self.server.ended:
            self.wfile.write(f"data: {mark(self.server.content())}\n\n".encode())
            self.wfile.flush()
            seen = self.server.await_change(seen)

    def _head(self, kind: str, more: dict[str, str]) -> None:
        self.send_response(200)
        for name, text in {"Content-Type": kind, "Cache-Control": "no-store", **more}.items():
            self.send_header(name, text)
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing of single requests."""

"""The wire between a lesson's page and its kernel, held by a test instead of a page."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.lesson_site import Reply, Site

PROTOCOL = "v1.kernel.websocket.jupyter.org"


class Wire:
    """The wire to a kernel, as a page holds it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.session = socket, Session()

    def send(self, kind: str, content: dict) -> str:
        """Send a message on the shell channel and return its id."""
        message = self.session.msg(kind, content)
        self.socket.send(serialize_msg_to_ws_v1(message, "shell", self.session.pack))
        return message["header"]["msg_id"]

    def until_idle(self, parent: str, reply: str = "") -> str:
        """Everything that arrives until the kernel is done with a message; then its raw bytes.

        Parameters
        ----------
        parent : str
            Id of the message.
        reply : str
            Type of an answer to wait for as well: it takes another channel than the word
            that the kernel is idle, and either may come first.
        """
        raw, idle, answered = b"", False, not reply
        while not (idle and answered):
            received = self.socket.recv(timeout=20)
            raw += received
            _, parts = deserialize_msg_from_ws_v1(received)
            header, about, _, content = (json.loads(part) for part in parts[:4])
            if about.get("msg_id") == parent:
                kind = header["msg_type"]
                idle = idle or (kind == "status" and content["execution_state"] == "idle")
                answered = answered or kind == reply
        return raw.decode("utf-8", "replace")

    def ask_kernel(self) -> str:
        """Send what is allowed and return the answers: whatever was sent before is done then."""
        return self.until_idle(self.send("kernel_info_request", {}), "kernel_info_reply")


@contextmanager
def wire(site: Site, page: Reply, **headers: object) -> Iterator[Wire]:
    """Hold the wire of a page while the context lasts."""
    address = f"ws://127.0.0.1:{site.port}{page.note['kernel']}/channels?session_id={uuid.uuid4()}"
    named = {"origin": site.address, "subprotocols": [PROTOCOL]} | headers
    with connect(address, proxy=None, max_size=None, **named) as open_socket:
        yield Wire(open_socket)


def refusal(site: Site, page: Reply, **headers: object) -> int:
    """The status with which the wire is refused."""
    with pytest.raises(InvalidStatus) as refused, wire(site, page, **headers):
        pass
    return refused.value.response.status_code


def update(model: str, state: dict) -> dict:
    """What a page says when a control has moved."""
    return {"comm_id": model, "data": {"method": "update", "state": state, "buffer_paths": []}}


def click(model: str) -> dict:
    """What a page says when a button was pressed."""
    return {"comm_id": model, "data": {"method": "custom", "content": {"event": "click"}}}

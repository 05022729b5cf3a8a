"""What stands between a visitor and the machine, besides the settings."""

import ipaddress
import json

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import httputil, web
from tornado.routing import Matcher
from tornado.websocket import WebSocketProtocol
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

PROTOCOL = "v1.kernel.websocket.jupyter.org"

# What a page may ask of its kernel. Not execute_request, so a visitor runs no code of his own;
# and not shutdown_request, which would leave a page that looks alive in front of nothing.
ALLOWED_MESSAGES = [
    "comm_open",
    "comm_close",
    "comm_msg",
    "comm_info_request",
    "kernel_info_request",
]

# Scripts and connections: this server only. A blob is how anywidget loads a widget's module;
# styles are written into elements by every widget there is.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SafeHeaders(web.OutputTransform):
    """Puts the protecting headers on every response, whichever handler wrote it."""

    def transform_first_chunk(
        self, status_code: int, headers: httputil.HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, httputil.HTTPHeaders, bytes]:
        """Return the response with its headers set."""
        for name, value in HEADERS.items():
            headers[name] = value
        headers.pop("Server", None)
        return status_code, headers, chunk


def known_host(name: str, names: frozenset[str]) -> bool:
    """Return whether a request that came under this name may be answered.

    A page elsewhere can point a name of its own at this machine once it is open ("DNS
    rebinding"), and its scripts would then read ours as their own. It cannot do so with a bare
    address, nor with our names.

    Parameters
    ----------
    name : str
        From the Host header, without the port.
    names : frozenset of str
        In lower case.
    """
    if name.lower() in names:
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


class KnownHosts(Matcher):
    """Lets through the requests that name this server as it is known."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def match(self, request: httputil.HTTPServerRequest) -> dict | None:
        """Return an empty dict for a request to be answered, None for another."""
        return {} if known_host(request.host_name, self.names) else None


class Anyone(IdentityProvider):
    """Takes every visitor for the same stranger: no login, and no cookie to tell them apart."""

    def get_user(self, handler: web.RequestHandler) -> User:
        """Return the one visitor there is."""
        return User(username="visitor")


class KernelState(KernelHandler):
    """Says whether a page's kernel is alive; the stock handler would also stop it."""

    SUPPORTED_METHODS = ("GET", "OPTIONS")


class KernelSocket(VoilaKernelWebsocketHandler):
    """The wire between a page and its kernel, in one dialect, with what is private left out."""

    async def get(self, kernel_id: str) -> None:
        """Open the wire.

        Raises
        ------
        HTTPError
            400, if the page does not speak the current protocol: the filter reads no other.
        """
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "")
        if PROTOCOL not in [one.strip() for one in offered.split(",")]:
            raise web.HTTPError(400)
        await super().get(kernel_id=kernel_id)

    def get_websocket_protocol(self) -> WebSocketProtocol | None:
        """Return the wire, without tornado's own pings.

        Jupyter sends pings itself, and counts in milliseconds what tornado takes for seconds.
        """
        protocol = super().get_websocket_protocol()
        if protocol is not None:
            protocol.params.ping_interval = protocol.params.ping_timeout = None
        return protocol

    def write_message(self, message: bytes | dict | str, binary: bool = False) -> object:
        """Send a message to the page, unless it is what a program says to its developer.

        A callback that raises inside a widget is logged by the kernel with its traceback, and
        the log travels as text on the stream of errors.
        """
        if isinstance(message, bytes) and _is_stderr(message):
            return None
        return super().write_message(message, binary)


def _is_stderr(message: bytes) -> bool:
    """Whether a message in the current protocol is text on the stream of errors."""
    _, parts = deserialize_msg_from_ws_v1(message)
    if json.loads(parts[0]).get("msg_type") != "stream":
        return False
    return json.loads(parts[3]).get("name") != "stdout"

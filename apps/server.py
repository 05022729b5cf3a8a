"""Voila as this project runs it: few routes, no settings from elsewhere, one line of output."""

import asyncio
import contextlib
import shutil
import socket
import tempfile
from collections.abc import Callable

from jupyter_server.base.handlers import FileFindHandler
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.routing import Rule
from voila.app import Voila
from voila.static_file_handler import MultiStaticFileHandler

from apps import pages, walls
from apps.settings import STATIC, TEMPLATES

EVERYWHERE = ("", "0.0.0.0", "::")  # every address of the machine
_KERNEL = r"(\w+-\w+-\w+-\w+-\w+)"


class LessonServer(Voila):
    """The server of the lessons."""

    _loop: asyncio.AbstractEventLoop | None = None

    def load_config_file(self, *_: object, **__: object) -> None:
        """Read nothing: a voila.json in some folder must not take a wall down."""

    def setup_template_dirs(self) -> None:
        """Put our template in front of the one of Voila that it extends."""
        super().setup_template_dirs()
        self.template_paths.insert(0, str(TEMPLATES))

    def init_handlers(self) -> list[tuple]:
        """Return all there is to ask of this server.

        Voila has more, which a lesson does not need: a file browser, the contents of the
        folder, its files, a login.
        """
        voila = {"voila_configuration": self.voila_configuration}
        lesson = voila | {"template_paths": self.template_paths, "config": self.config}
        static = {"paths": self.static_paths}
        extensions = {"path": self.labextensions_path, "no_cache_paths": ["/"]}
        return [
            (r"/", pages.FrontPage, voila),
            (r"/voila/render/([\w-]+)\.ipynb", pages.LessonPage, lesson),
            (r"/static/(.*)", web.StaticFileHandler, {"path": str(STATIC)}),
            (r"/voila/static/(.*)", MultiStaticFileHandler, static),
            (r"/voila/templates/lab/static/(.*)", MultiStaticFileHandler, static),
            (r"/voila/labextensions/(.*)", FileFindHandler, extensions),
            (rf"/voila/api/shutdown/{_KERNEL}", pages.CloseLesson),
            (rf"/api/kernels/{_KERNEL}", walls.KernelState),
            (rf"/api/kernels/{_KERNEL}/channels", walls.KernelSocket),
        ]

    def run(self, ready: Callable[[str], None]) -> None:
        """Serve until interrupted or terminated, then stop every kernel.

        Parameters
        ----------
        ready : callable
            Called with the address once the server answers.

        Raises
        ------
        OSError
            If the port or the host cannot be used.
        KeyboardInterrupt
            When it ends by Ctrl-C.
        """
        # Before anything else: a port that is taken should cost nothing.
        family = socket.AF_INET6 if ":" in self.ip else socket.AF_INET
        listening = socket.create_server((self.ip, self.port), family=family)
        listening.setblocking(False)
        self.port = listening.getsockname()[1]
        self.connection_dir = tempfile.mkdtemp(prefix="glassbox-apps-")
        try:
            asyncio.run(self._serve(listening, ready))
        finally:
            listening.close()
            shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _serve(self, listening: socket.socket, ready: Callable[[str], None]) -> None:
        self._stopped = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        server = HTTPServer(self._application())
        server.add_socket(listening)
        try:
            ready(self._address())
            await self._stopped.wait()
        finally:
            server.stop()
            await self.kernel_manager.shutdown_all(now=True)

    def _application(self) -> web.Application:
        settings = self.init_settings() | self.tornado_settings
        settings["default_handler_class"] = pages.NoPage
        settings["default_handler_args"] = {"voila_configuration": self.voila_configuration}
        self.kernel_manager.allowed_message_types = walls.ALLOWED_MESSAGES
        known = Rule(walls.KnownHosts(self._names()), self.init_handlers())
        return web.Application([known], transforms=[walls.SafeHeaders], **settings)

    def _address(self) -> str:
        """Where a browser finds the front page."""
        name = socket.gethostname() if self.ip in EVERYWHERE else self.ip
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}/"

    def _names(self) -> frozenset[str]:
        """The host names of this server; addresses need no name."""
        names = {"localhost", self.ip}
        if self.ip in EVERYWHERE:
            names |= {socket.gethostname(), f"{socket.gethostname()}.local"}
        return frozenset(name.lower() for name in names)

    def _handle_signal_stop(self, sig: int, frame: object) -> None:
        if self._loop is None:
            raise SystemExit(0)
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            self._loop.call_soon_threadsafe(self._stopped.set)

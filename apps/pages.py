"""The pages that a visitor can open: the front page, a lesson, and what to say when not."""

from pathlib import Path

import nbformat
from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.iostream import StreamClosedError
from traitlets.config import Config
from voila import __version__ as voila_version
from voila.handler import BaseVoilaHandler
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from apps import catalogue
from apps.kernels import KERNEL
from apps.pictures import PICTURES

# Never a word of what went wrong inside: that is in the log.
SENTENCES = {
    403: ("Not from here", "Open the lessons in a window of their own."),
    404: ("No such page", "There is nothing at this address."),
    503: ("The room is full", "As many lessons are open as this machine can run. Try again soon."),
}
OTHERWISE = ("Something went wrong", "The reason is in the server's log. Try again.")


class Page(BaseVoilaHandler):
    """A page of ours: its template, and a plain sentence when something fails."""

    @property
    def folder(self) -> Path:
        """Where the lessons are."""
        return Path(self.contents_manager.root_dir)

    def show(self, template: str, **values: object) -> None:
        """Write a page from one of our templates."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.write(self.get_template(template).render(base_url=self.base_url, **values))

    def write_error(self, status_code: int, **_: object) -> None:
        """Write what a visitor can use of an error."""
        heading, sentence = SENTENCES.get(status_code, OTHERWISE)
        self.show("error.html", heading=heading, sentence=sentence)


class FrontPage(Page):
    """The lessons, a row each."""

    @web.authenticated
    def get(self) -> None:
        """Write the front page, from the notebooks as they are now."""
        lessons = catalogue.lessons(self.folder, self.log)
        self.set_header("Cache-Control", "no-cache")
        self.show(
            "front.html",
            lessons=lessons,
            length=catalogue.length(lessons),
            needs=catalogue.needs(lessons),
            pictures=PICTURES,
        )


class NoPage(Page):
    """Any other address, and any address under a foreign host name."""

    async def prepare(self) -> None:
        """Answer 404, whatever was asked.

        Raises
        ------
        HTTPError
            Always.
        """
        raise web.HTTPError(404)


class LessonRenderer(NotebookRenderer):
    """Turns a notebook into a page; reads the file itself, without Jupyter's trust database."""

    def __init__(self, folder: Path, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.folder = folder

    async def load_notebook(self, path: str) -> nbformat.NotebookNode:
        """Return the notebook, to be run by the one kernel there is.

        Raises
        ------
        NotJSONError, ValidationError
            If it is no notebook.
        """
        notebook = nbformat.read(self.folder / path, as_version=4)
        kernel = {"name": KERNEL, "display_name": "Python 3", "language": "python"}
        notebook.metadata.kernelspec = nbformat.from_dict(kernel)
        return notebook

    async def _jinja_kernel_start(self, *arguments: object, **named: object) -> str:
        """Start as Voila does; lines that a cell prints one by one become one text."""
        kernel_id = await super()._jinja_kernel_start(*arguments, **named)
        self.executor.coalesce_streams = True  # no setting reaches it
        return kernel_id

    def close(self) -> None:
        """Let go of the kernel; does no harm when the page was completed."""
        if self.kernel_started:
            self.executor.kc.stop_channels()


class LessonPage(Page):
    """A lesson: its own kernel, and its cells in order as they finish."""

    def initialize(self, template_paths: list, config: Config, **kwargs: object) -> None:
        """Take what the server knows."""
        super().initialize(**kwargs)
        self.template_paths, self.traitlet_config = template_paths, config
        self._begun = False

    @web.authenticated
    async def get(self, name: str) -> None:
        """Write the page of the lesson of that name.

        Raises
        ------
        HTTPError
            403 if another site shows the page inside its own or fetches it ahead, 404 if there
            is no such lesson, 503 if too many are open.
        """
        self._check_wanted()
        lessons = catalogue.lessons(self.folder, self.log)
        here = next((i for i, lesson in enumerate(lessons) if lesson.name == name), None)
        if here is None:
            raise web.HTTPError(404)
        renderer = await self._renderer(lessons, here)
        kernel_id = await self.kernel_manager.start_lesson(self._request_variables())
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        try:
            await self._stream(renderer, kernel_id)
            self.kernel_manager.expect_page(kernel_id)
        except StreamClosedError:  # the visitor left before the page was complete
            await self.kernel_manager.end_lesson(kernel_id)
        except Exception:
            await self.kernel_manager.end_lesson(kernel_id)
            if not self._begun:
                raise
            # Half of the page is sent, so no status can tell; its missing end does.
            self.log.exception("The lesson %s could not be shown.", name)
        finally:
            renderer.close()

    def _check_wanted(self) -> None:
        """A page costs a kernel: write it only for a window that shows it now."""
        headers = self.request.headers
        shown = headers.get("Sec-Fetch-Dest", "document") == "document"
        ours = headers.get("Sec-Fetch-Site") == "same-origin"
        if not (shown or ours) or "prefetch" in headers.get("Sec-Purpose", ""):
            raise web.HTTPError(403)

    async def _renderer(self, lessons: list, here: int) -> LessonRenderer:
        renderer = LessonRenderer(
            folder=self.folder,
            request_handler=self,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=f"{lessons[here].name}.ipynb",
            template_paths=self.template_paths,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=get_page_config(
                self.base_url, self.settings, self.log, self.voila_configuration
            ),
        )
        await renderer.initialize()
        renderer.resources["lesson"] = lessons[here]
        renderer.resources["next_lesson"] = lessons[here + 1] if lessons[here + 1 :] else None
        # Reading the token also sets the cookie that must come back with it.
        renderer.resources["xsrf_token"] = self.xsrf_token.decode("ascii")
        return renderer

    async def _stream(self, renderer: LessonRenderer, kernel_id: str) -> None:
        kernel = self.kernel_manager.get_kernel(kernel_id)
        async for html, _ in renderer.generate_content_generator(kernel_id, kernel):
            self.write(html)
            await self.flush()
            self._begun = True

    def _request_variables(self) -> dict[str, str]:
        """What a lesson may know of its page; the names are those of CGI (RFC 3875)."""
        return {
            "SERVER_SOFTWARE": f"voila/{voila_version}",
            "SERVER_PROTOCOL": self.request.version,
            "SERVER_NAME": self.request.host_name,
            "SCRIPT_NAME": self.request.path,
            "QUERY_STRING": self.request.query,
        }


class CloseLesson(APIHandler):
    """Ends a kernel when its page says that it is closing.

    Voila's own page never sets the cookie against forged requests that its own server then asks
    for, so each of its farewells is refused and each kernel is left running. Here the page
    brings the token it was given, and the check stays on for everything.
    """

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that has gone already is fine too."""
        await self.kernel_manager.end_lesson(kernel_id)
        self.set_status(204)
        self.finish()

"""The one configuration of the server: what Voila may do and, mostly, may not."""

from pathlib import Path

from traitlets.config import Config

from apps import kernels, walls

TEMPLATES = Path(__file__).parent / "templates" / "glassbox"
STATIC = Path(__file__).parent / "static"

CELL_TIMEOUT = 180  # seconds that one cell of a lesson may take to run
LEFT_ALONE = 5 * 60  # seconds for which a kernel waits for a page that went away
IDLE = 2 * 60 * 60  # seconds after which a page that nobody touches loses its kernel
CULL_EVERY = 30  # seconds between two looks for kernels to end
ROOM = 32  # lessons that may be open at once; one takes 100 to 400 MB

# What a page may load besides Voila itself: the widgets, and figures of plotly. Everything else
# that happens to be installed for JupyterLab stays out, and each is one request fewer.
EXTENSIONS = [
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
    "jupyterlab-plotly",
]


def configuration(folder: Path, port: int, host: str) -> Config:
    """Return the settings of a server for the lessons in a folder.

    Parameters
    ----------
    folder : Path
        Holds the lessons; their kernels run in it.
    port : int
        In [0, 65535]; 0 lets the system choose.
    host : str
        Address to listen on.
    """
    c = Config()
    c.Voila.root_dir = str(folder.resolve())
    c.Voila.port = port
    c.Voila.ip = host
    c.Voila.open_browser = False
    c.Voila.log_level = "WARN"
    c.Voila.identity_provider_class = walls.Anyone
    # Sent once with a page, and only to the page's own site: see CloseLesson.
    c.Voila.tornado_settings = {"xsrf_cookie_kwargs": {"samesite": "Strict"}}
    _pages(c)
    _kernels(c)
    return c


def _pages(c: Config) -> None:
    """What is in a page."""
    voila = c.VoilaConfiguration
    voila.template = "lab"  # ours lies in front of it: see LessonServer.setup_template_dirs
    voila.theme = "light"
    # ?theme= is written into the page as it comes, and so could be a script.
    voila.allow_theme_override = "NO"
    voila.allow_template_override = "NO"
    voila.strip_sources = True
    voila.show_tracebacks = False
    voila.file_allowlist = []  # nothing in the folder is a page's business but the lesson
    voila.extension_allowlist = EXTENSIONS
    voila.extension_denylist = []
    # An exercise needs an editor: in an app it neither runs nor shows.
    c.TagRemovePreprocessor.enabled = True
    c.TagRemovePreprocessor.remove_cell_tags = {"exercise"}


def _kernels(c: Config) -> None:
    """What runs behind a page, and for how long."""
    c.VoilaConfiguration.multi_kernel_manager_class = kernels.LessonKernels
    c.VoilaConfiguration.kernel_spec_manager_class = kernels.OnlyThisPython
    c.VoilaExecutor.cell_error_instruction = kernels.STOPPED
    c.VoilaExecutor.cell_timeout_instruction = kernels.STOPPED
    c.VoilaExecutor.timeout = CELL_TIMEOUT
    c.MappingKernelManager.allow_tracebacks = False
    c.MappingKernelManager.cull_interval = CULL_EVERY
    c.MappingKernelManager.cull_idle_timeout = IDLE
    c.MappingKernelManager.cull_connected = True
    c.LessonKernels.left_alone_timeout = LEFT_ALONE
    c.LessonKernels.room = ROOM
    # A kernel that died comes back empty, behind a page that looks alive. Better to say so.
    c.KernelRestarter.restart_limit = 0

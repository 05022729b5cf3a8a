"""The kernels behind the pages: what they are given, how many there are, when they go."""

import os
import sys
import time
from collections.abc import Mapping

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from tornado import web
from traitlets import Float, Integer, default

KERNEL = "python3"
STOPPED = "This part of the lesson has stopped. The reason is in the server's log."

# A kernel gets these from the server and no others: a password in the environment of whoever
# started the server is none of a lesson's business.
KEPT = frozenset(
    [
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ"),
        *("TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"),
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "PROGRAMDATA"),
        *("PROGRAMFILES", "USERPROFILE", "USERNAME", "APPDATA", "LOCALAPPDATA"),
        *("NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE"),
        *("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONUTF8"),
        *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "CUDA_HOME", "CUDA_VISIBLE_DEVICES"),
        *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"),
        *("VECLIB_MAXIMUM_THREADS", "PYTORCH_ENABLE_MPS_FALLBACK", "MPLCONFIGDIR", "TORCH_HOME"),
        *("HF_HOME", "HF_HUB_CACHE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"),
    ]
)
KEPT_PREFIXES = ("LC_", "MALLOC_", "GLASSBOX_")

# glibc gives large blocks back to the system at once and asks for them again at the next step;
# keeping them cuts the system time of array work by up to six times (mallopt(3)).
MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": "4000000000",
    "MALLOC_TRIM_THRESHOLD_": "8000000000",
    "MALLOC_TOP_PAD_": "200000000",
}


def environment(given: Mapping[str, str], private: str) -> dict[str, str]:
    """Return the part of an environment that a kernel may see, and what it needs besides.

    Parameters
    ----------
    given : mapping of str to str
        The server's environment.
    private : str
        Folder for the kernel's own settings, so that it does not read or write the user's.
    """
    kept = {
        name: value
        for name, value in given.items()
        if name.upper() in KEPT or name.upper().startswith(KEPT_PREFIXES)
    }
    kept["IPYTHONDIR"] = private
    return MALLOC | kept if sys.platform == "linux" else kept


class OnlyThisPython(KernelSpecManager):
    """Knows one kernel, the Python that runs the server, whatever else is installed."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the name of the one kernel, and no folder: it needs none."""
        return {KERNEL: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how to start the one kernel.

        Raises
        ------
        NoSuchKernel
            If another is asked for.
        """
        if kernel_name != KERNEL:
            raise NoSuchKernel(kernel_name)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        # Nobody will ever ask for the history, and each kernel would hold a database open.
        command += ["--HistoryManager.enabled=False", "--log-level=ERROR"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


class LessonKernel(ServerKernelManager):
    """One kernel; it can answer for itself what a page is told instead of a traceback.

    jupyter_server asks the single kernel for this text, but declares it on the manager of all.
    """

    traceback_replacement_message = STOPPED


class LessonKernels(AsyncMappingKernelManager):
    """Kernels that are few, told little, and gone when their page is."""

    room = Integer(32, help="Kernels that may run at once.").tag(config=True)
    left_alone_timeout = Float(300, help="Seconds for which a kernel without a page is kept.").tag(
        config=True
    )

    @default("kernel_manager_class")
    def _kernel_manager_class(self) -> str:
        return "apps.kernels.LessonKernel"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._starting = 0
        self._alone_since: dict[str, float] = {}
        self._ending: set[str] = set()

    @property
    def full(self) -> bool:
        """Whether no further kernel may start now."""
        return len(self) + self._starting >= self.room

    async def start_lesson(self, request_variables: Mapping[str, str]) -> str:
        """Start a kernel in the lessons' folder and return its id.

        Parameters
        ----------
        request_variables : mapping of str to str
            What the lesson may know of the page that asked for it.

        Raises
        ------
        HTTPError
            503, if `room` kernels run already.
        """
        if self.full:
            raise web.HTTPError(503)
        env = environment(os.environ, self.connection_dir) | dict(request_variables)
        self._starting += 1
        try:
            return await self.start_kernel(kernel_name=KERNEL, path="", env=env)
        finally:
            self._starting -= 1

    def expect_page(self, kernel_id: str) -> None:
        """Note that a page should connect from now on: it is written, or was cut off."""
        if kernel_id in self and not self._kernel_connections.get(kernel_id):
            self._alone_since[kernel_id] = time.monotonic()

    async def end_lesson(self, kernel_id: str) -> None:
        """Stop a kernel now; nothing happens if it has gone already."""
        if kernel_id not in self or kernel_id in self._ending:
            return
        self._ending.add(kernel_id)
        try:
            await self.shutdown_kernel(kernel_id, now=True)
        finally:
            self._ending.discard(kernel_id)

    def remove_kernel(self, kernel_id: str) -> KernelManager:
        """Forget a kernel that has ended, and return its manager."""
        self._alone_since.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)

    def notify_connect(self, kernel_id: str) -> None:
        """Note that a page holds the kernel."""
        super().notify_connect(kernel_id)
        self._alone_since.pop(kernel_id, None)

    def notify_disconnect(self, kernel_id: str) -> None:
        """Note that a page let go of the kernel."""
        super().notify_disconnect(kernel_id)
        self.expect_page(kernel_id)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Stop a kernel whose page is gone, or which nobody has touched for long.

        The first is not left to the second: a network that trains is never idle.
        """
        since = self._alone_since.get(kernel_id)
        if since is not None and time.monotonic() - since > self.left_alone_timeout:
            self.log.info("The page of kernel %s is gone; stopping it.", kernel_id)
            await self.end_lesson(kernel_id)
        elif kernel_id in self:
            await super().cull_kernel_if_idle(kernel_id)

"""Work on a cluster: the workers of a Dask scheduler, on this machine or on many.

Dask is an optional package; it is imported when a cluster is asked for.
"""
import asyncio
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from course.checks import check_number, shown

if TYPE_CHECKING:
    from dask.distributed import Client

TURN = 0.005  # seconds between two looks at what the cluster has done
LOOK = 1.0  # seconds between two looks at whether it has workers
PATIENCE = 60.0  # seconds that it may be without one
LEAST = 0.5  # seconds for an answer, however long it took to import Dask

Item = TypeVar("Item")


def connect(address: str, timeout: float = 5) -> "Client":
    """The client of a Dask cluster that runs somewhere.

    Parameters
    ----------
    address : str
        Of its scheduler, such as "tcp://127.0.0.1:8786", as the scheduler says when it starts.
    timeout : float
        Seconds to wait for an answer, in (0, 600].

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.
    ConnectionError
        If nothing answers there in time, or what answers is no Dask scheduler.
    RuntimeError
        If Dask is not installed.
    """
    if not isinstance(address, str):
        got = shown(address)
        raise TypeError(f"address must be text such as 'tcp://127.0.0.1:8786', got {got}")
    check_number("timeout", timeout, 0, 600, open_low=True)
    end = time.monotonic() + timeout
    if find_spec("distributed") is None:
        raise RuntimeError(
            "a cluster needs Dask, which is not installed here: "
            'pip install -e ".[distributed]" brings it'
        )
    from distributed import Client

    _check_address(address)
    # Client would wait for ever for a port that listens and says nothing: ask it first, on a
    # thread of its own, for in a notebook a loop runs on this one.
    with ThreadPoolExecutor(1) as pool:
        asked = _ask(address, max(LEAST, end - time.monotonic()))
        kind = pool.submit(asyncio.run, asked).result()
    if kind is None:
        raise ConnectionError(
            f"no Dask scheduler answers at {address} within {timeout:g} s: "
            "is it running, and is this the address that it printed?"
        )
    if kind != "Scheduler":
        raise ConnectionError(f"what answers at {address} is no Dask scheduler, but: {kind}")
    return Client(address, timeout=max(LEAST, end - time.monotonic()))


def _check_address(address: str) -> None:
    from distributed.comm import get_address_host_port

    expected = "address must be like 'tcp://127.0.0.1:8786'"
    try:
        _, port = get_address_host_port(address, strict=True)
    except ValueError as error:
        raise ValueError(f"{expected}, got {shown(address)} ({error})") from None
    if not 0 < port < 65536:
        raise ValueError(f"{expected}, got {shown(address)} (no such port)")


async def _ask(address: str, timeout: float) -> str | None:
    """What answers there, in a word; None if nothing does in time."""
    from distributed.core import rpc

    try:
        async with asyncio.timeout(timeout), rpc(address) as server:
            return (await server.identity())["type"]
    except TimeoutError:
        return None
    except Exception as error:  # noqa: BLE001  whatever the bytes of another server may cause
        return type(error).__name__


def spread(
    client: Any, work: Callable[[Item], Any], items: Sequence[Item], patience: float = PATIENCE
) -> Generator[tuple[Item, Any] | None, None, None]:
    """Do work on the workers of a cluster; each result as it comes.

    What a worker was doing when it was lost is done again by another.

    Parameters
    ----------
    client : dask.distributed.Client
    work : callable
        Item -> result; both, and the work itself, must be fit to be sent.
    items : sequence
    patience : float
        Seconds that the cluster may be without a worker.

    Yields
    ------
    (item, result) or None
        None when nothing has come back for a few milliseconds.

    Raises
    ------
    ConnectionError
        If the cluster has gone, or has had no worker for too long.
    Exception
        What the work raises.
    """
    waiting: dict[Any, Item] = {}
    try:
        for item in items:
            waiting[client.submit(work, item, pure=False)] = item
            yield None
        workers = _Workers(client, patience)
        while waiting:
            done = next((future for future in waiting if future.done()), None)
            if done is None:
                workers.check()
                time.sleep(TURN)
                yield None
            else:
                item = waiting.pop(done)
                yield item, _result(done)
    finally:
        client.cancel(list(waiting))


def _result(future: Any) -> Any:
    try:
        return future.result()
    except CancelledError as error:
        raise ConnectionError("the cluster has gone") from error


class _Workers:
    """Looks now and then whether a cluster has workers."""

    def __init__(self, client: Any, patience: float) -> None:
        self._client, self._patience = client, patience
        self._looked = self._seen = time.monotonic()

    def check(self) -> None:
        """ConnectionError if there has been none for too long."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        if self._client.nthreads():
            self._seen = now
        elif now - self._seen > self._patience:
            raise ConnectionError(f"the cluster has had no worker for {self._patience:.0f} s")

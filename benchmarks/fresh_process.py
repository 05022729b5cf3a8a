"""How much memory a piece of work takes: its own process, and no other, is measured."""

import subprocess
import sys
from pathlib import Path


def peak_of(code: str) -> float:
    """Largest resident memory, in MB, of a new process that runs these lines."""
    code += "\nfrom benchmarks.fresh_process import peak\nprint(peak())"
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout)


def peak() -> float:
    """Largest resident memory of this process so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux ru_maxrss counts what the parent held before this one began
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) * 1024 / 1e6
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6

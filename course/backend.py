"""Where arrays live: numpy, or torch on a device.

The network uses only operators, methods and functions that numpy and torch spell
alike (``@ + * ** .mT .sum .clip exp tanh``), so the module itself is the namespace
``xp``.  What differs is getting arrays in and out, and that is all there is here.
"""
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Backend:
    """An array module, the device it computes on and the number format.

    Attributes
    ----------
    xp : module
        numpy or torch.
    device : str
        A device name as the module spells it: "cpu", "cuda", "mps", "meta".
    dtype : str
        "float32" or "float64".
    """

    xp: ModuleType = np
    device: str = "cpu"
    dtype: str = "float32"

    def array(self, values: Any) -> Any:
        """Move numbers to the device.

        They are cast in numpy first, because mps has no float64.
        """
        values = np.asarray(values, dtype=self.dtype)
        return self.xp.asarray(values, device=self.device)

    def numpy(self, array: Any) -> np.ndarray:
        """Bring an array back to numpy; a numpy array comes back as itself."""
        return array if self.xp is np else array.detach().cpu().numpy()

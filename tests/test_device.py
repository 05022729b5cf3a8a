"""Which devices there are, how one is chosen, and arrays that get there and back."""
import platform
import re
import sys

import numpy as np
import pytest
import torch

import course.device
from course.backend import Backend
from course.device import choose, devices, gpu_hint, gpu_name, gpu_present

BACKENDS = [Backend(), Backend(torch), Backend(torch, dtype="float64"), Backend(dtype="float64")]


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(course.device, "_gpu", lambda: None)


@pytest.fixture
def card(monkeypatch):
    monkeypatch.setattr(course.device, "_gpu", lambda: ("cuda", "GPU (Big Card)"))


@pytest.fixture
def torch_finds(monkeypatch):
    """Have torch report a CUDA card, an Apple GPU, or neither."""

    def finds(cuda=False, mps=False):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
        monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: "Big Card")
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
        course.device._gpu.cache_clear()

    yield finds
    course.device._gpu.cache_clear()


@pytest.fixture
def no_torch(monkeypatch, torch_finds):
    """A machine with a GPU where torch is not installed."""
    torch_finds(cuda=True)
    monkeypatch.setattr(course.device, "find_spec", lambda name: None)


def test_the_devices_of_any_machine_begin_with_the_cpu_by_numpy():
    first = devices()[0]
    assert (first.name, first.label, first.backend.xp) == ("cpu", "CPU", np)


def test_every_device_that_is_listed_can_be_chosen_by_its_name():
    for device in devices():
        assert choose(device.name) == device


def test_without_a_gpu_there_are_two_ways_to_use_the_cpu(no_gpu):
    assert [d.name for d in devices()] == ["cpu", "torch-cpu"]
    assert not gpu_present()


def test_a_gpu_comes_last_under_the_name_of_its_card(card):
    names, last = [d.name for d in devices()], devices()[-1]
    assert names == ["cpu", "torch-cpu", "cuda"]
    assert (last.label, last.backend) == ("GPU (Big Card)", Backend(torch, "cuda"))
    assert gpu_present()


@pytest.mark.parametrize(
    ("found", "name", "label"),
    [
        ({"cuda": True, "mps": True}, "cuda", "GPU (Big Card)"),
        ({"mps": True}, "mps", "GPU (Apple)"),
    ],
)
def test_the_gpu_is_the_one_that_torch_finds(torch_finds, found, name, label):
    torch_finds(**found)
    assert gpu_name() == name
    assert (choose(name).label, choose(name).backend.device) == (label, name)


def test_there_is_no_gpu_when_torch_finds_none(torch_finds):
    torch_finds()
    assert not gpu_present()
    message = "no GPU can be used here (torch finds none); the CPU is used"
    with pytest.raises(RuntimeError, match=f"^{re.escape(message)}$"):
        gpu_name()


def test_torch_on_the_cpu_computes_with_torch():
    device = choose("torch-cpu")
    assert (device.label, device.backend) == ("CPU, by torch", Backend(torch, "cpu"))


def test_auto_is_numpy_even_beside_a_gpu_and_says_why(card):
    device = choose("auto")
    assert (device.name, device.backend) == ("cpu", Backend())
    assert device.how == "chosen because networks of this size train fastest in numpy on the CPU"
    assert choose("cpu").how == "asked for"


@pytest.mark.parametrize("name", ["gpu", "CPU", None])
def test_an_unknown_device_is_refused_with_all_names(name):
    message = f"device must be one of auto, cpu, torch-cpu, cuda, mps; got {name!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        choose(name)


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_gpu_that_is_not_there_is_refused_with_what_is(no_gpu, name):
    message = (
        f"device '{name}' cannot be used: torch finds no such GPU on this machine. "
        "Here you can use: cpu, torch-cpu"
    )
    with pytest.raises(RuntimeError, match=f"^{re.escape(message)}$"):
        choose(name)


def test_without_torch_only_numpy_is_left(no_torch):
    assert [d.name for d in devices()] == ["cpu"]
    assert not gpu_present()
    assert not gpu_hint()
    with pytest.raises(RuntimeError, match=r"torch is not installed\. Here you can use: cpu$"):
        choose("torch-cpu")
    with pytest.raises(RuntimeError, match=r"^no GPU can be used here \(torch is not installed\)"):
        gpu_name()


@pytest.mark.parametrize(("machine", "hint"), [("arm64", True), ("x86_64", False)])
def test_a_mac_may_have_a_gpu_when_its_processor_is_apples(monkeypatch, machine, hint):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert gpu_hint() is hint


@pytest.mark.parametrize(("library", "hint"), [("nvcuda.dll", True), (None, False)])
def test_a_windows_machine_may_have_a_gpu_when_it_has_its_driver(monkeypatch, library, hint):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(course.device, "find_library", lambda name: library)
    assert gpu_hint() is hint


@pytest.mark.parametrize(
    ("made", "hint"), [("nvidia0", True), ("kfd", True), ("nvidia-caps", False), ("null", False)]
)
def test_a_linux_machine_may_have_a_gpu_when_its_driver_made_a_device(
    monkeypatch, tmp_path, made, hint
):
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / made).touch()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(course.device, "Path", lambda path: tmp_path / path.removeprefix("/"))
    assert gpu_hint() is hint


@pytest.mark.parametrize("backend", BACKENDS, ids=str)
@pytest.mark.parametrize(
    "values", [np.eye(3), np.array([True, False]), [[1, 2]], 0.5, np.arange(3, dtype=np.int8)]
)
def test_an_array_goes_to_its_device_in_one_number_format_and_comes_back(backend, values):
    there = backend.array(values)
    back = backend.numpy(there)
    assert str(there.dtype).removeprefix("torch.") == back.dtype == backend.dtype
    assert isinstance(there, np.ndarray if backend.xp is np else torch.Tensor)
    np.testing.assert_array_equal(back, np.asarray(values, dtype=backend.dtype))


def test_arrays_are_made_on_the_device_that_the_backend_names():
    assert Backend(torch, "meta").array([1.0]).device.type == "meta"

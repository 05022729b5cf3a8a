"""Pictures made of grids of numbers, against numpy, Pillow and slow loops."""
import numpy as np
import pytest
import torch
from PIL import Image

from course.art.grids import Fourier, Pixels, Stack
from course.art.images import from_bytes, pixel_points, to_bytes
from course.seeding import generator


def made(kind, size, seed=3):
    """One of them, from a generator of its own."""
    return kind(size, generator(seed, "art"))


def sigmoid(x):
    """1 / (1 + exp(-x)) in float64."""
    return 1 / (1 + np.exp(-np.asarray(x, np.float64)))


def linear(row, size):
    """A row of numbers enlarged: each new middle between the two old middles beside it."""
    middles = (np.arange(len(row)) + 0.5) * size / len(row)
    return np.interp(np.arange(size) + 0.5, middles, row)


def enlarged(grid, size):
    """A grid (h, w) enlarged in both directions, a row and then a column at a time."""
    across = np.array([linear(row, size) for row in grid])
    return np.array([linear(column, size) for column in across.T]).T


def test_pixels_are_the_sigmoid_of_their_numbers():
    thing = made(Pixels, 6)
    expected = sigmoid(thing.pixels.detach().numpy())
    np.testing.assert_allclose(thing().detach().numpy(), expected, atol=1e-6)
    assert thing.count == 3 * 6 * 6


def test_a_stack_begins_with_4_pixels_and_doubles_up_to_the_size():
    assert [layer.shape[-1] for layer in made(Stack, 32).layers] == [4, 8, 16, 32]
    assert [layer.shape[-1] for layer in made(Stack, 20).layers] == [4, 8, 16, 20]
    assert made(Stack, 16).count == 3 * (16 + 64 + 256)


@pytest.mark.parametrize("size", [8, 12])
def test_a_stack_is_the_sigmoid_of_its_enlarged_layers_added(size):
    thing = made(Stack, size)
    whole = thing.layers[0][0].detach().double().numpy()
    for layer in thing.layers[1:]:
        side = layer.shape[-1]
        larger = np.array([enlarged(colour, side) for colour in whole])
        whole = larger + layer[0].detach().double().numpy()
    np.testing.assert_allclose(thing()[0].detach().numpy(), sigmoid(whole), atol=1e-6)


def test_one_number_of_the_smallest_layer_moves_many_pixels():
    thing = made(Stack, 32)
    before = thing().detach()
    with torch.no_grad():
        thing.layers[0][0, 0, 1, 1] += 1
    moved = (thing().detach() - before).abs() > 1e-4
    assert 100 < int(moved[0, 0].sum()) < 32 * 32 / 2
    assert not moved[0, 1:].any()


@pytest.mark.parametrize("size", [8, 9])
def test_fourier_pictures_are_numpys_inverse_transform(size):
    thing = made(Fourier, size)
    numbers = thing.waves.detach().numpy().astype(np.float64)
    down, across = np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None]
    frequency = np.maximum(np.hypot(down, across), 1 / size)
    waves = (numbers[..., 0] + 1j * numbers[..., 1]) * thing.HEIGHT / (size * frequency)
    expected = sigmoid(np.fft.irfft2(waves, (size, size), norm="ortho"))
    np.testing.assert_allclose(thing()[0].detach().numpy(), expected, atol=1e-5)


def test_a_single_number_of_a_fourier_picture_makes_one_wave():
    size, thing = 16, made(Fourier, 16)
    with torch.no_grad():
        thing.waves.zero_()
        thing.waves[1, 0, 3, 0] = 1.0  # green, three waves across
    picture = thing()[0].detach().double().numpy()
    np.testing.assert_allclose(picture[[0, 2]], 0.5, atol=1e-6)
    logits = np.log(picture[1] / (1 - picture[1]))
    wave = np.cos(2 * np.pi * 3 * np.arange(size) / size)
    np.testing.assert_allclose(logits, np.tile(logits[0, 0] * wave, (size, 1)), atol=1e-4)


@pytest.mark.parametrize("kind", [Pixels, Stack, Fourier])
def test_a_grid_makes_no_single_points(kind):
    with pytest.raises(NotImplementedError, match="makes whole pictures only"):
        made(kind, 8).at(torch.zeros(1, 2))


@pytest.mark.parametrize("kind", [Pixels, Stack, Fourier])
def test_a_grid_begins_as_a_faint_grey_picture_that_its_generator_decides(kind):
    first, again, other = (made(kind, 16, seed)().detach() for seed in (3, 3, 4))
    assert first.shape == (1, 3, 16, 16)
    assert first.dtype == torch.float32
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert 0.2 < float(first.min()) < float(first.max()) < 0.8


@pytest.mark.parametrize("size", [3, 1025, 2.5, "8"])
def test_a_size_that_makes_no_picture_is_refused(size):
    with pytest.raises((TypeError, ValueError), match="size must be"):
        made(Pixels, size)


def test_the_raw_view_of_pixels_is_their_numbers_from_dark_to_light():
    thing = made(Pixels, 4)
    with torch.no_grad():
        thing.pixels[:] = torch.arange(48.0).reshape(1, 3, 4, 4)
    [image] = thing.raw().images
    expected = np.rint(np.arange(48).reshape(3, 4, 4) / 47 * 255).transpose(1, 2, 0)
    np.testing.assert_array_equal(image, expected)
    assert thing.raw().pulls == (None,)


def test_the_raw_view_of_pixels_has_the_pull_with_grey_for_none():
    thing = made(Pixels, 4)
    thing.pixels.grad = torch.zeros_like(thing.pixels)
    thing.pixels.grad[0, 0, 1, 2] = -2.0  # the goal falls if this number grows
    thing.pixels.grad[0, 2, 0, 0] = 1.0
    [pulled] = thing.raw().pulls
    assert pulled[1, 2, 0] == 255
    assert pulled[0, 0, 2] == 64  # half as far, the other way
    assert (np.delete(pulled.ravel(), [2, 18]) == 128).all()


def test_the_raw_view_of_a_stack_is_one_tile_a_layer():
    raw = made(Stack, 16).raw()
    assert raw.captions == ("4 × 4", "8 × 8", "16 × 16")
    assert [image.shape for image in raw.images] == [(4, 4, 3), (8, 8, 3), (16, 16, 3)]
    assert all(image.dtype == np.uint8 for image in raw.images)


def test_the_raw_view_of_waves_is_brightest_where_a_wave_is_high():
    thing = made(Fourier, 8)
    with torch.no_grad():
        thing.waves[:, 2, 1] = 5.0
    [image] = thing.raw().images
    assert image.shape == (8, 5, 3)
    brightest = np.unravel_index(image[..., 0].argmax(), (8, 5))
    assert brightest == (6, 1)  # the longest wave stands in the middle of the left


def test_points_lie_at_the_middles_of_pixels_row_by_row():
    points = pixel_points(4).numpy()
    assert points.shape == (16, 2)
    np.testing.assert_allclose(points[0], [-0.75, -0.75])
    np.testing.assert_allclose(points[1], [-0.25, -0.75])  # x grows first
    np.testing.assert_allclose(points[-1], [0.75, 0.75])


def test_a_picture_goes_to_torch_and_back_unchanged():
    picture = np.random.default_rng(0).integers(0, 256, (9, 9, 3), np.uint8)
    image = from_bytes(picture)
    assert image.shape == (1, 3, 9, 9)
    np.testing.assert_allclose(image[0, 2, 4, 7], picture[4, 7, 2] / 255, rtol=1e-6)
    np.testing.assert_array_equal(to_bytes(image), picture)


def test_a_picture_that_was_saved_as_png_is_the_one_that_was_made(tmp_path):
    image = made(Stack, 8)()
    Image.fromarray(to_bytes(image)).save(tmp_path / "made.png")
    read = np.asarray(Image.open(tmp_path / "made.png"), np.float64) / 255
    np.testing.assert_allclose(read.transpose(2, 0, 1)[None], image.detach(), atol=0.5 / 255 + 1e-6)


def test_what_lies_outside_the_colours_is_cut_off():
    image = torch.tensor([-0.2, 0.5, 1.3]).reshape(1, 3, 1, 1).expand(1, 3, 4, 4)
    assert to_bytes(image)[0, 0].tolist() == [0, 128, 255]


@pytest.mark.parametrize(
    ("picture", "came"),
    [
        (np.zeros((4, 5, 3), np.uint8), r"uint8 of shape \(4, 5, 3\)"),
        (np.zeros((4, 4, 4), np.uint8), r"uint8 of shape \(4, 4, 4\)"),
        (np.zeros((4, 4)), r"float64 of shape \(4, 4\)"),
        ([[0]], r"\[\[0\]\]"),
    ],
)
def test_what_is_no_picture_is_refused(picture, came):
    with pytest.raises((TypeError, ValueError), match=f"uint8 array of shape .* got {came}"):
        from_bytes(picture)

"""Answers to the exercises of lesson 05 as students write them: RIGHT ones, and WRONG ones with
the state and the name that the check is to give them."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional

# ---- the gradient of a match


def gradient_in_words(image, target):
    count = 1
    for side in image.shape:
        count *= side
    return (image - target) * (2 / count)


def gradient_by_loop(image, target):
    found = np.zeros_like(image)
    for place in np.ndindex(image.shape):
        found[place] = 2 * (image[place] - target[place]) / image.size
    return found


def gradient_by_torch(image, target):
    x = torch.tensor(image, requires_grad=True)
    functional.mse_loss(x, torch.tensor(target)).backward()
    return x.grad.numpy()


def two_missing(image, target):
    return (image - target) / np.prod(image.shape)


def nothing_divided(image, target):
    return np.multiply(2.0, image) - 2 * target


def by_its_pixels(image, target):
    _, _, height, width = image.shape
    return 2 * (image - target) / (height * width)


def way_to_go(image, target):
    return -gradient_by_loop(image, target)


def signs(image, target):
    return np.where(image > target, 1.0, np.where(image < target, -1.0, 0)) / image.size


def only_the_goal(image, target):
    return np.mean((image - target) ** 2)


# ---- the four lines


def zeroed_at_the_end(thing, goal, optimiser, steps):
    losses = []
    while len(losses) < steps:
        loss = goal(thing())
        loss.backward()
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(float(loss))
    return losses


def in_a_tuple(thing, goal, optimiser, steps):
    losses = [0.0] * steps
    for step in range(steps):
        optimiser.zero_grad()
        picture = thing.forward()
        loss = goal(picture)
        losses[step] = loss.detach().numpy().item()
        loss.backward()
        optimiser.step()
    return tuple(losses)


def in_an_array(thing, goal, optimiser, steps):
    return np.array(in_a_tuple(thing, goal, optimiser, steps))


def never_zeroed(thing, goal, optimiser, steps):
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        losses.append(loss.item())
        loss.backward()
        optimiser.step()
    return losses


def zeroed_too_late(thing, goal, optimiser, steps):
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        losses.append(loss.item())
        loss.backward()
        optimiser.zero_grad()
        optimiser.step()
    return losses


def picture_before_the_loop(thing, goal, optimiser, steps):
    picture, losses = thing(), []
    for _ in range(steps):
        loss = goal(picture)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def loss_before_the_loop(thing, goal, optimiser, steps):
    loss = goal(thing())
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss.backward()
        losses.append(loss.item())
        optimiser.step()
    return losses


def step_first(thing, goal, optimiser, steps):
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        losses.append(loss.item())
        optimiser.step()
        optimiser.zero_grad()
        loss.backward()
    return losses


def whole_tensors(thing, goal, optimiser, steps):
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses += [loss]
    return losses


# ---- splats


def shares_by_hand(scores, colours):
    above = torch.exp(scores - scores.max(dim=1, keepdim=True).values)
    return torch.matmul(above / above.sum(1)[:, None], colours)


def einsum_splats(scores, colours):
    return torch.einsum("pb,bc->pc", functional.softmax(scores, 1), colours)


def shares_of_pixels(scores, colours):
    return torch.softmax(scores, 0) @ colours


def plain_exp(scores, colours):
    weights = torch.exp(scores)
    return weights @ colours / weights.sum(dim=-1, keepdim=True)


def mosaic(scores, colours):
    return torch.stack([colours[int(row.argmax())] for row in scores])


def covered_by_each(scores, colours):
    return torch.sigmoid(scores) @ colours


def one_colour(scores, colours):
    return scores.softmax(1) @ colours.mean(1)


# ---- total variation


def variation_by_diff(image):
    return torch.diff(image, dim=-1).abs().mean() + torch.diff(image, dim=-2).abs().mean()


def variation_by_loss(image):
    down = functional.l1_loss(image[:, :, 1:], image[:, :, :-1])
    return down + functional.l1_loss(image[..., 1:], image[..., :-1])


def variation_rolled(image):
    across, down = torch.roll(image, 1, -1), torch.roll(image, 1, -2)
    return torch.abs(image - across).mean() + torch.abs(image - down).mean()


def variation_across(image):
    return (image[:, :, :, 1:] - image[:, :, :, :-1]).abs().mean()


def variation_squared(image):
    down = functional.mse_loss(image[:, :, 1:], image[:, :, :-1])
    return down + functional.mse_loss(image[..., 1:], image[..., :-1])


def variation_cancelled(image):
    return torch.diff(image, dim=2).mean() + torch.diff(image, dim=3).mean()


def variation_added(image):
    return abs(image.diff(dim=2)).sum() + abs(image.diff(dim=3)).sum()


def variation_in_numpy(image):
    x = image.detach().numpy()
    return torch.tensor(np.abs(np.diff(x, axis=2)).mean() + np.abs(np.diff(x, axis=3)).mean())


def variation_as_float(image):
    return variation_by_diff(image).item()


# ---- a quarter turn


def turned_the_other_way(image):
    return functional.mse_loss(torch.rot90(image, 3, dims=(-2, -1)), image)


def turned_by_flip(image):
    return (image.transpose(2, 3).flip(2) - image).pow(2).mean()


def turned_colours(image):
    shape = (3, *image.shape[1:])
    return functional.mse_loss(image.expand(shape), torch.rot90(image).expand(shape))


def along_the_diagonal(image):
    return functional.mse_loss(image, image.mT)


def upside_down(image):
    return functional.mse_loss(image, torch.rot90(image, 2, (2, 3)))


def without_a_square(image):
    return torch.mean(torch.rot90(image, 1, (2, 3)) - image)


def half_of_the_gradient(image):
    with torch.no_grad():
        turned = torch.rot90(image, 1, (2, 3))
    return functional.mse_loss(image, turned)


# ---- a goal of one's own


def half_grey(image):
    return (image.mean() - 0.5) ** 2


def warm(image):
    return functional.relu(image[:, 2] - image[:, 0] + 0.2).mean()


def dark_edges(image):
    ticks = torch.linspace(-1, 1, image.shape[-1])
    away = ticks[:, None] ** 2 + ticks**2
    return (image * away).mean()


def logarithm(image):
    return -image.mean().log()


def as_light_as_can_be(image):
    return 0.5 - image.mean()


def how_many_are_dark(image):
    return torch.sum(image < 0.5) / image.numel()


def rooted(image):
    return torch.sqrt(((image - image.mean()) ** 2).mean())


def rooted_above(image):
    return image[:, :, :4].sqrt().mean()


def each_pixel(image):
    return (image - 0.5) ** 2


def always_one(image):
    return 1 + 0 * image.sum()


def written_over(image):
    image[:, :, 0] = 0.0
    return image.mean()


# ---- a parameterisation of one's own


def disc(size, rng):
    class Disc(nn.Module):
        def __init__(self):
            super().__init__()
            self.middle = nn.Parameter(torch.tensor(rng.normal(0, 0.3, 2)).float())
            self.colours = nn.Parameter(torch.tensor(rng.normal(size=(2, 3))).float())

        def forward(self):
            ticks = torch.linspace(-1, 1, size)
            y, x = torch.meshgrid(ticks, ticks, indexing="ij")
            away = (x - self.middle[0]) ** 2 + (y - self.middle[1]) ** 2
            inside = torch.sigmoid(10 * (0.4 - away))[None, :, :, None]
            mixed = inside * self.colours[0] + (1 - inside) * self.colours[1]
            return torch.sigmoid(mixed).permute(0, 3, 1, 2)

    return Disc()


def network(size, rng):
    with torch.random.fork_rng():
        torch.manual_seed(int(rng.integers(2**31)))
        layers = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 3), nn.Sigmoid())

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = layers

        def forward(self):
            ticks = torch.linspace(-1, 1, size)
            return self.layers(torch.cartesian_prod(ticks, ticks)).T.reshape(1, 3, size, size)

    return Network()


def _of(size, rng, picture, start=None):
    class Grid(nn.Module):
        def __init__(self):
            super().__init__()
            values = rng.normal(size=(1, 3, size, size)) if start is None else start
            self.grid = nn.Parameter(torch.as_tensor(values).float())

        def forward(self):
            return picture(self.grid)

    return Grid()


def one_of_each(size, rng):
    shape = (1, 3, size, size)
    return _of(size, rng, lambda grid: grid.sigmoid().expand(shape), np.zeros((1, 3, 1, 1)))


def tanh_picture(size, rng):
    return _of(size, rng, torch.tanh)


def detached(size, rng):
    return _of(size, rng, lambda grid: grid.detach().sigmoid())


def by_luck(size, rng):
    return _of(size, rng, torch.sigmoid, torch.rand(1, 3, size, size))


def white_for_good(size, rng):
    return _of(size, rng, lambda grid: (40 - grid).sigmoid())


def nearly_black(size, rng):
    return _of(size, rng, lambda grid: (grid - 40).sigmoid())


def nothing_kept(size, rng):
    class Plain(nn.Module):
        def forward(self):
            return torch.zeros(1, 3, size, size)

    return Plain()


RIGHT = {
    "05.match_gradient": (gradient_in_words, gradient_by_loop, gradient_by_torch),
    "05.four_lines": (zeroed_at_the_end, in_a_tuple, in_an_array),
    "05.splats": (shares_by_hand, einsum_splats),
    "05.parameterisation": (disc, network, one_of_each),
    "05.total_variation": (variation_by_diff, variation_by_loss),
    "05.turn": (turned_the_other_way, turned_by_flip),
    "05.goal": (half_grey, warm, dark_edges),
}
WRONG = (
    ("05.match_gradient", two_missing, "cause", "2 forgotten"),
    ("05.match_gradient", nothing_divided, "cause", "the slope of a sum"),
    ("05.match_gradient", by_its_pixels, "cause", "divided by the pixels"),
    ("05.match_gradient", way_to_go, "cause", "of the other sign"),
    ("05.match_gradient", signs, "cause", "of the absolute difference"),
    ("05.match_gradient", only_the_goal, "shape", ""),
    ("05.four_lines", never_zeroed, "cause", "gradients add up"),
    ("05.four_lines", zeroed_too_late, "cause", "wiped before the step"),
    ("05.four_lines", picture_before_the_loop, "error", "made once"),
    ("05.four_lines", loss_before_the_loop, "error", "made once"),
    ("05.four_lines", step_first, "cause", "stepping too early"),
    ("05.four_lines", whole_tensors, "shape", ""),
    ("05.splats", shares_of_pixels, "cause", "along the pixels"),
    ("05.splats", plain_exp, "cause", "too large for exp"),
    ("05.splats", mosaic, "cause", "the first one takes all"),
    ("05.splats", covered_by_each, "cause", "each by itself"),
    ("05.splats", one_colour, "shape", ""),
    ("05.parameterisation", tanh_picture, "cause", "outside [0, 1]"),
    ("05.parameterisation", nothing_kept, "cause", "no parameters"),
    ("05.parameterisation", detached, "cause", "not reached"),
    ("05.parameterisation", by_luck, "cause", "luck of its own"),
    ("05.parameterisation", white_for_good, "cause", "not reached"),
    ("05.parameterisation", nearly_black, "cause", "does not learn"),
    ("05.total_variation", variation_rolled, "cause", "round the edge"),
    ("05.total_variation", variation_across, "cause", "one direction"),
    ("05.total_variation", variation_squared, "cause", "squared"),
    ("05.total_variation", variation_cancelled, "cause", "signs left in"),
    ("05.total_variation", variation_added, "cause", "a sum"),
    ("05.total_variation", variation_in_numpy, "cause", "cut off"),
    ("05.total_variation", variation_as_float, "shape", ""),
    ("05.turn", turned_colours, "cause", "other axes"),
    ("05.turn", along_the_diagonal, "cause", "mirrored"),
    ("05.turn", upside_down, "cause", "half a turn"),
    ("05.turn", without_a_square, "value", ""),
    ("05.turn", half_of_the_gradient, "cause", "cut off"),
    ("05.goal", logarithm, "cause", "no number"),
    ("05.goal", as_light_as_can_be, "cause", "below 0"),
    ("05.goal", how_many_are_dark, "cause", "counted"),
    ("05.goal", rooted, "cause", "a slope without end"),
    ("05.goal", rooted_above, "cause", "a slope without end"),
    ("05.goal", each_pixel, "shape", "a number a pixel"),
    ("05.goal", always_one, "cause", "flat everywhere"),
    ("05.goal", written_over, "cause", "writes into its argument"),
)

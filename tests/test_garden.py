"""Networks that learn side by side do what each would do alone."""
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from course import garden
from course.field import field, field_bytes
from course.garden import Bed, Scores, by_accuracy, seeds, stacked, widths_and_rates
from course.likeness import by_likeness
from course.network import Network
from course.records import TrainConfig
from course.toys import make_dataset, square_grid
from course.training import evaluate, fit

DATA = make_dataset("rose", 90, 210)
TANH = TrainConfig((4, 3), "tanh", batch_size=16)


def alone(config: TrainConfig, steps: int) -> Network:
    *_, last = fit(replace(config, steps=steps), DATA)
    return last.network


def grown(configs: tuple, steps: int) -> Bed:
    bed = Bed(configs, DATA)
    for _ in range(steps):
        bed.advance()
    return bed


def scores(accuracy: list[float], loss: list[float] | None = None) -> Scores:
    return Scores(np.array(accuracy), np.array(loss or [0.5] * len(accuracy), float))


@pytest.mark.parametrize("optimiser", ["adam", "momentum", "sgd"])
def test_every_seed_becomes_what_it_would_have_become_alone(optimiser: str) -> None:
    config = TrainConfig((4, 3), "tanh", optimiser, batch_size=16)
    bed = grown(seeds(config, 3), 12)
    for k in range(3):
        expected = alone(TrainConfig((4, 3), "tanh", optimiser, batch_size=16, seed=k), 12)
        np.testing.assert_allclose(bed.network(k).parameters, expected.parameters, atol=1e-5)


def test_every_width_and_rate_becomes_what_it_would_have_become_alone() -> None:
    configs = widths_and_rates(TANH)
    bed = grown(configs, 6)
    for k in (0, 11, 42, 63):
        expected = alone(configs[k], 6)
        np.testing.assert_allclose(bed.network(k).parameters, expected.parameters, atol=1e-5)


def test_widths_go_by_row_and_rates_by_column() -> None:
    configs = widths_and_rates(TrainConfig((8, 8, 8)))
    assert len(configs) == 64
    assert [configs[8 * row].hidden for row in range(8)] == [(w,) * 3 for w in garden.WIDTHS]
    assert tuple(config.learning_rate for config in configs[40:48]) == garden.RATES
    assert widths_and_rates(TrainConfig(()))[8].hidden == (2,)


def test_fields_are_those_of_each_network_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garden, "PIECE", 900)  # many blocks
    configs = widths_and_rates(TANH)[20:30]  # of two shapes
    found = grown(configs, 4).fields(12)
    assert (found.shape, found.dtype) == ((10, 12, 12), np.uint8)
    for k, config in enumerate(configs):
        expected = field_bytes(field(alone(config, 4), 12))
        assert abs(found[k].astype(int) - expected).max() <= 1  # a rounding of float32


def test_scores_are_those_of_each_network_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garden, "PIECE", 900)
    configs = widths_and_rates(TANH)[20:30]
    found = grown(configs, 4).scores()
    for k, config in enumerate(configs):
        expected = evaluate(alone(config, 4), DATA.x_test, DATA.y_test)
        assert found.accuracy[k] == pytest.approx(expected.accuracy, abs=1e-12)
        assert found.loss[k] == pytest.approx(expected.loss, rel=1e-5)


def test_a_step_is_made_when_all_have_made_it() -> None:
    bed = Bed(widths_and_rates(TANH)[:24], DATA)  # three widths: three arrays
    states = []
    for _ in range(4):
        bed.work()
        states.append((bed.index, bed.between))
    assert states == [(0, True), (0, True), (1, False), (1, True)]
    bed.advance()
    assert (bed.index, bed.between) == (2, False)


def test_a_network_goes_on_alone_from_where_it_stands() -> None:
    bed = grown(seeds(TANH, 3), 9)
    held = bed.network(1).parameters
    run = bed.run(1)
    assert run.step.index == 9
    np.testing.assert_array_equal(run.step.network.parameters, held)
    # The optimiser goes on too: the next step is that of an optimiser that has made nine.
    expected = alone(TrainConfig((4, 3), "tanh", batch_size=16, seed=1), 9)
    *_, last = fit(TrainConfig((4, 3), "tanh", batch_size=16, seed=1, steps=9), DATA)
    np.testing.assert_allclose(run.step.network.parameters, expected.parameters, atol=1e-5)
    *_, further = fit(TrainConfig((4, 3), "tanh", batch_size=16, seed=1, steps=3), DATA, last)
    for _ in range(3):
        run.advance()
    np.testing.assert_allclose(
        run.step.network.parameters, further.network.parameters, atol=1e-5
    )
    np.testing.assert_array_equal(bed.network(1).parameters, held)


def test_the_lines_of_a_network_of_the_garden_train_it_again() -> None:
    run = grown(widths_and_rates(TANH), 5).run(37)
    run.advance()
    *lines, last = run.code().splitlines()
    names: dict = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == pytest.approx(run.scores()[1].accuracy, abs=1e-12)
    assert names["step"].index == 6
    np.testing.assert_allclose(
        names["step"].network.parameters, run.step.network.parameters, atol=1e-5
    )


def test_what_has_run_away_is_known_and_the_others_go_on() -> None:
    bed = grown(seeds(TANH, 4), 3)
    bed._steps[0].network.parameters[2] = np.nan
    bed.advance()
    found = bed.scores()
    assert found.dead.tolist() == [False, False, True, False]
    assert len(found.alive) == 3
    assert (bed.fields(8)[2] == 128).all()
    expected = alone(TrainConfig((4, 3), "tanh", batch_size=16, seed=3), 4)
    np.testing.assert_allclose(bed.network(3).parameters, expected.parameters, atol=1e-5)


@pytest.mark.parametrize(
    ("loss", "dead"), [(1e4, False), (1.001e4, True), (np.inf, True), (np.nan, True), (0, False)]
)
def test_a_loss_above_ten_thousand_nats_has_run_away(loss: float, dead: bool) -> None:
    assert scores([0.5], [loss]).dead.tolist() == [dead]


def test_by_accuracy_the_best_is_first_and_the_lost_are_last() -> None:
    found = scores([0.7, 0.9, 0.99, 0.9, 0.2], [1, 1, np.nan, 1, 1])
    assert by_accuracy(found).tolist() == [1, 3, 0, 4, 2]
    assert [found.rank(k) for k in (1, 3, 0, 4)] == [1, 1, 3, 4]
    assert found.alive.tolist() == [0.9, 0.9, 0.7, 0.2]


def family(side: int = 10, count: int = 24) -> np.ndarray:
    """Edges that wander across the square: each looks most like the one before and after."""
    x = square_grid(side)[:, 0]
    edge = np.linspace(-0.9, 0.9, count)[:, None]
    return (255 / (1 + np.exp(-6 * (x - edge)))).astype(np.uint8).reshape(count, side, side)


def test_pictures_that_change_little_by_little_come_in_that_order() -> None:
    fields, rng = family(), np.random.default_rng(3)
    shuffled = rng.permutation(len(fields))
    order = by_likeness(fields[shuffled], np.zeros(len(fields), bool))
    walked = shuffled[order].tolist()
    assert walked in (list(range(24)), list(range(24))[::-1])


def length(fields: np.ndarray, order: list[int]) -> float:
    flat = fields.reshape(len(fields), -1).astype(float)
    return sum(np.linalg.norm(flat[a] - flat[b]) for a, b in zip(order, order[1:], strict=False))


def test_no_piece_of_the_order_can_be_turned_round_to_make_neighbours_more_alike() -> None:
    rng = np.random.default_rng(8)
    fields = rng.integers(0, 255, (14, 5, 5), dtype=np.uint8)
    order = by_likeness(fields, np.zeros(14, bool)).tolist()
    assert sorted(order) == list(range(14))
    shortest = length(fields, order)
    for i, j in combinations(range(15), 2):
        turned = order[:i] + order[i:j][::-1] + order[j:]
        assert length(fields, turned) > shortest - 1e-6


def test_by_likeness_the_lost_are_last_and_two_need_no_order() -> None:
    dead = np.zeros(24, bool)
    dead[[3, 20]] = True
    order = by_likeness(family(), dead).tolist()
    assert sorted(order) == list(range(24))
    assert sorted(order[-2:]) == [3, 20]
    assert by_likeness(family(count=3), np.array([False, True, False])).tolist() == [0, 2, 1]


def test_the_commoner_look_comes_first() -> None:
    fields = np.concatenate([family(count=20)[[10] * 12], family(count=20)[::-1][:4]])
    order = by_likeness(fields, np.zeros(16, bool)).tolist()
    assert set(order[:12]) == set(range(12))


def test_a_heap_counts_each_network_once_in_its_own_bin() -> None:
    rng = np.random.default_rng(0)
    accuracies = rng.uniform(0.5, 1, 64).round(3)
    column, height = stacked(accuracies, 0.6, 40)
    assert len({*zip(column.tolist(), height.tolist(), strict=True)}) == 64
    for k, accuracy in enumerate(accuracies):
        at = max(0, int((accuracy - 0.6) / 0.01 + 1e-9))
        below = [
            a for j, a in enumerate(accuracies)
            if column[j] == at and (a < accuracy or (a == accuracy and j < k))
        ]  # fmt: skip
        assert (column[k], height[k]) == (at, len(below))


def test_what_is_perfect_is_in_the_last_bin_and_what_is_too_low_in_the_first() -> None:
    column, height = stacked(np.array([1.0, 0.1, 0.2, 0.9999]), 0.8, 10)
    assert column.tolist() == [9, 0, 0, 9]
    assert height.tolist() == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("act", "message"),
    [(lambda: Bed((), DATA), "configs must hold at least one TrainConfig, got none"),
     (lambda: Bed((TrainConfig(schedule="cosine"),), DATA), "constant schedule, got 'cosine'"),
     (lambda: seeds(TANH, 0), r"count must be in \[1, inf\), got 0"),
     (lambda: Bed(seeds(TANH, 2), DATA).run(2), r"k must be in \[0, 1\], got 2"),
     (lambda: stacked(np.ones(2), 1.0, 5), r"low must be in \[0, 0.99\], got 1")],
)  # fmt: skip
def test_what_cannot_be_is_refused(act, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        act()


def test_a_network_is_not_handed_on_in_the_middle_of_a_step() -> None:
    bed = Bed(widths_and_rates(TANH), DATA)
    bed.work()
    with pytest.raises(ValueError, match="some networks are a step ahead: call advance first"):
        bed.run(0)

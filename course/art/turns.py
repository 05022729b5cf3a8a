"""Whose turn it is among several pictures, and what each has cost and come to so far."""
from dataclasses import dataclass, field
from time import perf_counter

ACROSS = ("steps", "time")


@dataclass
class Record:
    """What one picture has cost and come to.

    Attributes
    ----------
    index : int
        Updates made so far.
    seconds : float
        CPU time they took, with the pictures and the gradients.
    steps, times, losses : list
        At each look that was kept: updates before it, CPU seconds so far, the weighted sum of
        the whole picture.
    steepest : float
        The largest slope of any parameter at the start.
    count : int
        How many parameters there are.
    made_at : float
        When its last step was made, on a clock in seconds.
    stopped : bool
        Whether it goes on no more.
    """

    index: int = 0
    seconds: float = 0.0
    steps: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    steepest: float = 0.0
    count: int = 0
    made_at: float = float("-inf")
    stopped: bool = False

    def spent(self, across: str) -> float:
        """Steps made or seconds used."""
        return self.index if across == "steps" else self.seconds

    def keep(self, loss: float) -> None:
        """Remember a look at the picture as it is now."""
        self.steps.append(self.index)
        self.times.append(self.seconds)
        self.losses.append(loss)


@dataclass
class Pace:
    """Who goes next: whoever has spent least, until all have spent what there is.

    Attributes
    ----------
    across : {"steps", "time"}
        What is counted.
    until : float
        Steps, or seconds of CPU, for each.
    most : float
        Steps a second of each at most: a small picture would be done before it is seen.
    even : bool
        Whether they wait for one another at all.
    records : list of Record
    """

    across: str = "steps"
    until: float = float("inf")
    most: float = float("inf")
    even: bool = True
    records: list[Record] = field(default_factory=list)

    def waits(self, record: Record) -> bool:
        """Whether it is not this one's turn."""
        if not self.even:
            return False
        if perf_counter() - record.made_at < 1 / self.most:
            return True
        mine = record.spent(self.across)
        others = [one.spent(self.across) for one in self.records if not one.stopped]
        return mine >= self.until or mine > min(others, default=mine)

    @property
    def over(self) -> bool:
        """Whether nobody has anything left to spend."""
        left = [one for one in self.records if not one.stopped]
        return all(one.spent(self.across) >= self.until for one in left)

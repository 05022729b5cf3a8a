"""Questions of the first page: what an accuracy says, and what a lesson does with a stub."""
from course.exercises.question import Option, Question

FREE = Question(
    key="00.free",
    prompt="A network is right on 80% of the points. On the same points, 80.4% is free. What has "
    "the network learned?",
    options=(
        Option(
            "Most of the rule: four points of five are right.",
            "80% is much, until you ask what it costs. Giving the same answer at every point is "
            "right on 80.4% here, and needs no network.",
        ),
        Option(
            "Nothing that counts yet: always giving the same answer is right more often.",
            "It is behind somebody who never looks at the points.",
            right=True,
        ),
        Option(
            "80% of the rule: the rest is missing.",
            "Points can be counted, rules cannot. Which 80% of the points are right may be the "
            "whole of one class and none of the other, and that is no part of a rule.",
        ),
    ),
)

STUB = Question(
    key="00.stub",
    prompt="An exercise still has its three dots. What do the cells below it do?",
    options=(
        Option(
            "They stop with an error.",
            "Most notebooks would. Here an exercise that is not done stops nothing: look at what "
            "its check says below the cell.",
        ),
        Option(
            "They use the course's own version.",
            "Until yours is written. From then on, the cells below show what yours does, right "
            "or wrong.",
            right=True,
        ),
        Option(
            "They leave out whatever needs the function.",
            "Then you could not see where the lesson is going. Nothing is left out: run them.",
        ),
    ),
)

QUESTIONS = (FREE, STUB)

"""Questions on lesson 02: what a tape costs, shared nodes, Newton, faults, layers of one's own."""
from course.exercises.question import Option, Question

COST = Question(
    key="02.cost",
    prompt="A network has a million weights. What does its gradient cost, on a tape?",
    options=(
        Option(
            "About a million times as much as the loss: a slope for each weight.",
            "That is the price of nudging each weight in turn. The tape goes back once, and every "
            "node passes on what it got.",
        ),
        Option(
            "A few times as much as the loss.",
            "Each operation has a backward of about its own price. The number of weights does not "
            "enter: one way back serves all.",
            right=True,
        ),
        Option(
            "About a thousand times as much: the square root.",
            "Nothing here goes with a square root. Count the operations forwards, then backwards.",
        ),
        Option(
            "Nothing, once the formula is known.",
            "There is no formula for the whole. Each operation does its part, on the numbers that "
            "just came through.",
        ),
    ),
)

SHARED = Question(
    key="02.shared",
    prompt="In `z = x * x`, x is 3. What reaches x on the way back, if z has a gradient of 1?",
    options=(
        Option(
            "One message of 6.",
            "The sum is right. But the node for `*` has two parents, and sends each what the other "
            "was worth: that both are x, it does not know.",
        ),
        Option(
            "Two messages of 3, which add up to 6.",
            "Each parent gets the value of the other. That both are the same node is what the "
            "adding takes care of.",
            right=True,
        ),
        Option(
            "Two messages of 3, of which the last counts.",
            "Then the slope of x squared at 3 would be 3. Writing over what is there is the "
            "commonest fault of a backward pass.",
        ),
        Option(
            "Two messages of 6.",
            "Then it would be 12. This happens if x passes its messages on before it has heard "
            "from all who used it.",
        ),
    ),
)

BROADCAST = Question(
    key="02.broadcast",
    prompt="A bias of shape (3,) is added to a matrix of shape (4, 3). What does its `back` do "
    "with g?",
    options=(
        Option(
            "It hands g on as it is, (4, 3).",
            "A gradient has the shape of what it belongs to, and there are only three biases. "
            "Forwards each was used four times.",
        ),
        Option(
            "It adds up the four rows.",
            "Broadcasting repeats forwards, so backwards the repeats are added: four uses, four "
            "messages.",
            right=True,
        ),
        Option(
            "It takes the mean of the four rows.",
            "Messages from several uses add up. A mean belongs to a mean, and there is none here.",
        ),
        Option(
            "It takes the first row.",
            "The other three rows used the bias as well.",
        ),
    ),
)

NEWTON = Question(
    key="02.newton",
    prompt="Newton's step reaches the bottom of a parabola-shaped valley at once. What keeps "
    "networks from being trained by it?",
    options=(
        Option(
            "The Hessian of a network cannot be computed.",
            "It can, by differentiating twice; the lesson did it. It has a row and a column for "
            "every weight.",
        ),
        Option(
            "Its table has as many entries as there are weights, squared, and solving with it "
            "costs more still.",
            "For a million weights that is 10 to the 12 entries. Products of it with a vector are "
            "cheap, and some methods live on those.",
            right=True,
        ),
        Option(
            "Where the ground is shaped like a saddle, the plain step may lead uphill.",
            "It goes to where the slope is zero, and that may be a pass or a top. Such a step has "
            "to be held back.",
            right=True,
        ),
        Option(
            "It needs a smaller learning rate.",
            "Newton's step brings its own length, and needs no rate where the valley is what it "
            "takes it for.",
        ),
    ),
    several=True,
)

FAULT = Question(
    key="02.fault",
    prompt="A network with a home-made layer trains, and reaches 90%. What do you know of the "
    "layer's gradient?",
    options=(
        Option(
            "It is right, or the network would not train.",
            "The bug hunt has trained networks with a wrong one. Whatever points roughly downhill "
            "lowers the loss.",
        ),
        Option(
            "It points downhill often enough, and no more.",
            "To know that it is right, nudge a few entries and compare. That takes one line, and "
            "is never wasted.",
            right=True,
        ),
        Option(
            "It is wrong, or the network would reach 100%.",
            "There are many reasons for the missing tenth: too few units, too few steps, points "
            "that contradict each other.",
        ),
    ),
)

RESIDUAL = Question(
    key="02.straight",
    prompt="A residual layer computes x + layer(x). At the start, layer(x) is small. What does a "
    "stack of twenty do to a gradient on its way back?",
    options=(
        Option(
            "It hands it on nearly unchanged.",
            "Each layer's slope is 1 plus something small. A product of twenty such numbers stays "
            "near 1.",
            right=True,
        ),
        Option(
            "It makes it vanish, because the layers' slopes are small.",
            "Small slopes vanish when they are multiplied. Here each has 1 added to it first: the "
            "way straight through.",
        ),
        Option(
            "It doubles it twenty times.",
            "That would need layers whose own slope is 1. At the start it is small.",
        ),
    ),
)

QUESTIONS = (COST, SHARED, BROADCAST, NEWTON, FAULT, RESIDUAL)

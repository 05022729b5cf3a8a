"""Further questions on lesson 04: measures that flatter, proof, chance, cats, and the zero row."""
from course.exercises.question import Option, Question

FLATTERS = Question(
    key="04.flatters",
    prompt="You keep one of the two components of the published cloud. Over all pairs, the cosines "
    "before and those after have a correlation of 0.96. What do you know?",
    options=(
        Option(
            "Most cosines that were high are high. How far each has moved, I do not know.",
            "The angle of the median pair has changed by 15 degrees. A correlation compares with "
            "any straight line: were each cosine c replaced by (c + 1)/2, it would be exactly 1, "
            "and right angles would have become 60 degrees.",
            right=True,
        ),
        Option(
            "Angles are kept, but for 4% of the pairs.",
            "A correlation is no share of pairs. With one component left, every cosine is 1 or -1: "
            "hardly a pair has the angle it had.",
        ),
        Option(
            "It was a lucky draw. Other points would give much less.",
            "Thirty-two draws lie between 0.94 and 0.98. The figure can be relied on; what it does "
            "not say is how far angles have moved.",
        ),
        Option(
            "Angles are kept: with 0.96, what is left is rounding.",
            "Rounding is about 0.0000000000000001 here. Look at the root mean square of the "
            "changes, which is 0.29 of a cosine.",
        ),
    ),
)

CERTIFICATE = Question(
    key="04.certificate",
    prompt="For a matrix V of 50 x 50 numbers you find that max |V V' - I| is less than "
    "0.00000000000001. For its first ten columns alone it is 0.96. What does the first figure "
    "prove?",
    options=(
        Option(
            "That the columns of V are the components of the data.",
            "Every orthogonal matrix passes: this one was drawn at random. The figure says that it "
            "turns, not where to.",
        ),
        Option(
            "That the columns have length 1 and stand at right angles, and no more.",
            "That much says V' V = I, which holds for the first ten columns, too. V V' = I says "
            "besides that no direction is left out.",
        ),
        Option(
            "That it keeps every dot product, of any rows, but for rounding.",
            "The dot product of x V and y V is x V V' y', and with V V' = I that is x y'. No rows "
            "were needed to see it: so it holds for all of them.",
            right=True,
        ),
        Option(
            "That cosines are kept in this table, though perhaps in no other.",
            "That is what comparing all pairs before and after can tell. This figure is computed "
            "from V alone, and has not seen the table.",
        ),
    ),
)

RANDOM = Question(
    key="04.random",
    prompt="300 points with 1,000 numbers each are put on 100 random directions, and their "
    "distances change by 7%, typically. Now each point has a million numbers. How many random "
    "directions give 7% again?",
    options=(
        Option(
            "100,000: a tenth of the numbers, as before.",
            "A share of the dimensions is what one thinks of. But each direction gives one "
            "guess at a squared distance, and how good the mean of k guesses is depends on k.",
        ),
        Option(
            "100, as before.",
            "The typical change is about 1/√(2k), and only k is in it. For the worst of all pairs "
            "the number of points comes in, by its logarithm. The dimensions do not.",
            right=True,
        ),
        Option(
            "200, because the logarithm is twice as large.",
            "A logarithm does occur in the theorem of Johnson and Lindenstrauss: that of the "
            "number of points, for the worst of all pairs.",
        ),
        Option(
            "No number will do, if no direction is stronger.",
            "That is what makes it hard for components, which live on strong directions. Random "
            "ones look for none.",
        ),
    ),
)

CATS = Question(
    key="04.cats",
    prompt='"I love cats" and "I hate cats" have a cosine of 0.67 as counts of words, and of 0.961 '
    "in a published run of a BERT model. What does that tell you?",
    options=(
        Option(
            "That they mean nearly the same to the model.",
            "First ask what any two sentences get. Where all have more than 0.9, as vectors that "
            "share a large mean do, 0.961 is not much.",
        ),
        Option(
            "That distance should have been measured.",
            "Of vectors with length 1, the squared distance is 2 - 2 cosine: the same order of "
            "pairs, in other figures.",
        ),
        Option(
            "That the model has not learned what hate is.",
            "The vectors do differ, and a classifier may find in them what it needs. A cosine adds "
            "up everything they hold, and that one difference is a small part of it.",
        ),
        Option(
            "That most of what the vectors hold is the same.",
            "Two of three words are, and love and hate stand among the same words. What a text is "
            "about outweighs what it says of it, unless the vectors were made for that.",
            right=True,
        ),
    ),
)

ZERO = Question(
    key="04.zero",
    prompt="One row of a table is all zeros. A program reports by how much angles change, at the "
    "median of all pairs. What should it do with this row?",
    options=(
        Option(
            "Leave its pairs out, and say that one row has no angle.",
            "A vector without length has no direction. Its norm and its distances count as those "
            "of any other row do.",
            right=True,
        ),
        Option(
            "Count right angles: its dot product with every row is 0.",
            "The dot product is 0, and the cosine is 0 divided by 0. A right angle that was made "
            "up stays one under every turn, and flatters the result.",
        ),
        Option(
            "Add a tiny number to each length before dividing.",
            "Then the cosine comes out as 0, which is a right angle again, and nobody is told that "
            "it was made up.",
        ),
        Option(
            "Refuse the table, because cosines need a length.",
            "An empty row among thousands is common: a text without a known word. The others have "
            "angles, and can be compared.",
        ),
    ),
)

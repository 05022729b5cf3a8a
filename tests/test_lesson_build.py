"""Lessons are generated from their sources, without answers, and are current."""
import json
import re

import pytest

from tools import lessons

SOURCES = [*lessons.sources(), *lessons.authors_pages()]
SMALL = '''# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   title: A small lesson
#   glassbox:
#     number: 7
#     sentence: One sentence.
#     minutes: 5
#     device: CPU
#     picture: small
# ---

# %% [markdown]
# # 07 · A small lesson

# %% tags=["exercise"]
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tags=["widget"]
double(2)
'''


@pytest.fixture
def clone(tmp_path):
    """A folder with one small lesson, not built yet."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "lessons").mkdir()
    (tmp_path / "solutions" / "07_small.py").write_text(SMALL, encoding="utf-8")
    return tmp_path


def write(clone, text):
    (clone / "solutions" / "07_small.py").write_text(text, encoding="utf-8")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def notebook_of(source):
    folder = lessons.project_root()
    place = source.relative_to(folder / "solutions").with_suffix(".ipynb")
    return read(folder / "lessons" / place)


def answers(text):
    """Lines that stand between the marks, found without the builder's own code."""
    inside, found = False, []
    for line in text.splitlines():
        if "END SOLUTION" in line:
            inside = False
        if inside:
            found.append(line.strip())
        if "BEGIN SOLUTION" in line:
            inside = True
    return found


# ---- the lessons in the repository


def test_every_notebook_is_what_its_source_builds():
    assert lessons.stale() == []


def test_the_two_first_lessons_exist():
    assert {"00_start_here", "03_classifier_zoo"} <= {source.stem for source in SOURCES}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_notebook_holds_no_outputs_and_a_title(source):
    notebook = notebook_of(source)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert code
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert notebook["metadata"]["title"]
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    place = source.relative_to(lessons.project_root()).as_posix()
    assert f"from {place}:" in notebook["metadata"]["glassbox"]["generated_by"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_no_answer_is_left_in_a_notebook(source):
    text = source.read_text(encoding="utf-8")
    everything = "\n".join("".join(cell["source"]) for cell in notebook_of(source)["cells"])
    lines = {line.strip() for line in everything.splitlines()}
    assert not [line for line in answers(text) if line and line in lines]
    assert not [line for line in answers(text) if len(line) > 12 and line in everything]
    assert "SOLUTION" not in everything


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05"])
def test_a_lesson_asks_for_every_exercise_it_has_in_their_order(number):
    from course.exercises import keys

    [path] = (lessons.project_root() / "solutions").glob(f"{number}_*.py")
    text = path.read_text("utf-8")
    asked = re.findall(r'@exercise\("(\d\d\.\w+)"\)', text)
    assert asked == [key for key in keys() if key.startswith(f"{number}.")]
    assert len(answers(text)) >= len(asked)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_code_cell_has_at_most_fifteen_lines(source):
    sizes = {
        cell["id"]: len("".join(cell["source"]).splitlines())
        for cell in notebook_of(source)["cells"]
        if cell["cell_type"] == "code"
    }
    assert {name: size for name, size in sizes.items() if size > 15} == {}


# ---- building


def test_the_answer_is_replaced_by_three_dots_and_the_rest_stays(clone):
    [path] = lessons.build(clone)
    cells = ["".join(cell["source"]) for cell in read(path)["cells"]]
    assert cells == [
        "# 07 · A small lesson",
        'def double(x):\n    """Twice x."""\n    ...',
        "double(2)",
    ]


def test_tags_reach_the_notebook(clone):
    [path] = lessons.build(clone)
    tags = [cell["metadata"].get("tags") for cell in read(path)["cells"]]
    assert tags == [None, ["exercise"], ["widget"]]


def test_building_twice_gives_the_same_bytes_and_writes_once(clone):
    [path] = lessons.build(clone)
    first = path.read_bytes()
    assert lessons.build(clone) == []
    path.unlink()
    lessons.build(clone)
    assert path.read_bytes() == first


def test_a_cell_keeps_its_id_when_another_is_put_before_it(clone):
    [path] = lessons.build(clone)
    before = [cell["id"] for cell in read(path)["cells"]]
    write(clone, SMALL.replace("# %% tags=[\"exercise\"]", "# %%\n1\n\n# %% tags=[\"exercise\"]"))
    lessons.build(clone)
    after = [cell["id"] for cell in read(path)["cells"]]
    assert [after[0], *after[2:]] == before


def test_two_equal_cells_have_different_ids(clone):
    write(clone, SMALL + "\n# %%\n1\n\n# %%\n1\n")
    [path] = lessons.build(clone)
    ids = [cell["id"] for cell in read(path)["cells"]]
    assert len(set(ids)) == len(ids) == 5


def test_a_changed_source_makes_its_notebook_stale_until_it_is_built(clone):
    assert lessons.stale(clone) == ["07_small.ipynb"]
    lessons.build(clone)
    assert lessons.stale(clone) == []
    write(clone, SMALL.replace("Twice x.", "Two times x."))
    assert lessons.stale(clone) == ["07_small.ipynb"]


def test_a_notebook_without_a_source_is_stale_and_ones_own_is_not(clone):
    [path] = lessons.build(clone)
    for name in ("08_gone.ipynb", "Untitled.ipynb", "07_small-Copy1.ipynb"):
        (clone / "lessons" / name).write_bytes(path.read_bytes())
    assert lessons.stale(clone) == ["08_gone.ipynb"]


def test_a_page_for_authors_is_built_beside_the_lessons_and_is_not_one(clone):
    (clone / "solutions" / "authors").mkdir()
    page = clone / "solutions" / "authors" / "07_furniture.py"
    page.write_text(SMALL, encoding="utf-8")
    assert lessons.stale(clone) == ["07_small.ipynb", "authors/07_furniture.ipynb"]
    assert len(lessons.build(clone)) == 2
    assert lessons.stale(clone) == []
    assert [lesson.name for lesson in lessons.catalogue(clone)] == ["07_small"]
    page.unlink()
    assert lessons.stale(clone) == ["authors/07_furniture.ipynb"]


def test_windows_line_ends_do_not_make_a_notebook_stale(clone):
    [path] = lessons.build(clone)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert lessons.stale(clone) == []


def test_a_notebook_that_somebody_worked_in_is_kept_aside(clone):
    [path] = lessons.build(clone)
    for answer in ("first", "second"):
        work = read(path)
        work["cells"][1]["source"] = [f"# my {answer} answer"]
        path.write_text(json.dumps(work), encoding="utf-8")
        assert lessons.stale(clone) == ["07_small.ipynb"]
        assert lessons.build(clone) == [path]
    kept = sorted((clone / "lessons" / "kept").iterdir())
    assert [file.name for file in kept] == ["07_small-1.ipynb", "07_small-2.ipynb"]
    assert "my second answer" in kept[1].read_text(encoding="utf-8")
    assert lessons.stale(clone) == []


def test_a_notebook_that_was_only_run_is_written_afresh(clone):
    [path] = lessons.build(clone)
    work = read(path)
    work["cells"][2]["execution_count"] = 1
    path.write_text(json.dumps(work), encoding="utf-8")
    lessons.build(clone)
    assert not (clone / "lessons" / "kept").exists()
    assert read(path)["cells"][2]["execution_count"] is None


def test_a_damaged_notebook_is_kept_aside_too(clone):
    [path] = lessons.build(clone)
    path.write_text("{ half a file", encoding="utf-8")
    lessons.build(clone)
    assert (clone / "lessons" / "kept" / "07_small-1.ipynb").read_text() == "{ half a file"


# ---- sources that are not as they should be


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    ### END SOLUTION\n", "", "cell 2: marks must be .* in turn, got BEGIN SOLUTION$"),
        ("### BEGIN SOLUTION", "### start", "cell 2: marks must be .* got END SOLUTION$"),
        ("### BEGIN", "### Begin", "cell 2: marks must be .* got Begin SOLUTION, END SOLUTION$"),
        ("#   title: A small lesson\n", "", "07_small.py: the header must hold a title"),
        ("minutes: 5", "minutes: five", "glassbox.minutes .* must be of type int, got 'five'"),
        ("#     sentence: One sentence.\n", "", "glassbox.sentence .* type str, got None"),
        ("number: 7", "number: 8", "glassbox.number must be 7, got 8"),
    ],
)
def test_a_source_that_is_not_right_is_refused_by_name_and_nothing_is_written(
    clone, old, new, message
):
    assert old in SMALL
    write(clone, SMALL.replace(old, new))
    with pytest.raises(ValueError, match=message):
        lessons.build(clone)
    assert list((clone / "lessons").iterdir()) == []


def test_a_script_that_is_not_named_like_a_lesson_is_refused(clone):
    (clone / "solutions" / "scratch.py").write_text(SMALL, encoding="utf-8")
    with pytest.raises(ValueError, match="scratch.py must be named NN_name.py"):
        lessons.build(clone)


def test_a_folder_without_lessons_is_an_error_and_not_a_success(clone):
    (clone / "solutions" / "07_small.py").unlink()
    with pytest.raises(ValueError, match="must hold lessons named NN_name.py, got none"):
        lessons.stale(clone)


# ---- the catalogue


def test_the_catalogue_says_what_the_sources_say_in_order(clone):
    lessons.build(clone)
    other = SMALL.replace("number: 7", "number: 2").replace("A small lesson", "Another")
    (clone / "solutions" / "02_other.py").write_text(other, encoding="utf-8")
    lessons.build(clone)
    found = lessons.catalogue(clone)
    assert [(lesson.number, lesson.title) for lesson in found] == [
        (2, "Another"),
        (7, "A small lesson"),
    ]
    assert found[1] == lessons.Lesson(
        number=7,
        name="07_small",
        title="A small lesson",
        sentence="One sentence.",
        minutes=5,
        device="CPU",
        path=clone / "lessons" / "07_small.ipynb",
        picture="small",
    )


def test_a_damaged_lesson_is_named_by_the_catalogue(clone):
    [path] = lessons.build(clone)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="07_small.ipynb is damaged or not a lesson"):
        lessons.catalogue(clone)

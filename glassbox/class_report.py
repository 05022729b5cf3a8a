"""`glassbox class FOLDER`: many exports in, one page out."""

from pathlib import Path

from course.progress.classroom import read_folder
from course.progress.export import counted
from glassbox.project import CommandError

PAGE = "class.html"


def report(folder: Path, output: Path | None = None) -> int:
    """Merge the exports in a folder into a page, and say where it is.

    Parameters
    ----------
    folder : Path
        Holds the students' exports; folders below it are not searched.
    output : Path or None
        Where to write the page; None is ``class.html`` in the folder.

    Returns
    -------
    int
        0: files that cannot be read are listed, and the rest counts.

    Raises
    ------
    CommandError
        If there is no such folder, no export in it, or the page cannot be written.
    """
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder; name the one with the students' exports")
    try:
        classroom = read_folder(folder)
    except OSError as error:
        raise CommandError(f"{folder} cannot be read: {error.strerror}") from error
    for name, why in classroom.unread:
        print(f"left out {name}: {why}")
    if not classroom.files:
        raise CommandError(f"{folder} holds no export (glassbox-progress-NAME.json) to read")
    # The course and the page only now: an empty folder is answered at once.
    from glassbox import class_course, class_page

    taught = class_course.course()
    page = output or folder / PAGE
    try:
        page.write_text(class_page.html(classroom, taught), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{page} cannot be written: {error.strerror}") from error
    students = counted(len(classroom.students), "student", "students")
    print(f"{students}, from {counted(classroom.files, 'file', 'files')}")
    worst = class_course.worst(classroom, taught)
    print("where the class stalls:" if worst else "no exercise stalls the class")
    for line in worst:
        print(f"  {line}")
    print(f"wrote {page}")
    return 0

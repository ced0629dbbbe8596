"""Writers of the public tree that are killed without warning, that erase meanwhile, or that come two at a time."""

import gzip
import itertools
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from editions import tree
from editions.downloads import SiteFile

# What a writer does to the disk. A killed one has done some of it and nothing after that.
DEEDS = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree"}
SECRET = "words that are to be erased"


def in_a_fork(work):
    """Do it in a process of its own; whether that was killed. An error in it is an end of another kind."""
    child = os.fork()
    if not child:
        ended = 1
        try:
            work()
            ended = 0
        finally:
            os._exit(ended)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def killed_at(moment, root, work):
    """Kill a writer just before its deed with this number in the folder; whether it came so far."""

    def watched():
        number = itertools.count()

        def note(event, about):
            if event in DEEDS and str(about[0]).startswith(str(root)) and next(number) == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(note)
        work()

    return in_a_fork(watched)


def site(number, secret=SECRET):
    """The files of a site by path: one stays, one changes, one comes and goes, and one holds what will be erased."""
    files = {
        "index.html": f"home {number}",
        "plan/index.html": "the plan",
        "plan/editions/edition-1.pdf": "%PDF",
        f"plan/editions/{number}/changes/index.html": f"what changed in {number}",
    }
    return files | ({"plan/secret/index.html": secret} if secret else {})


def write(root, files, *, erased=False):
    wanted = [SiteFile(path=path, make=words.encode, key=words) for path, words in files.items()]
    tree.replace(root, root / "trees", wanted, keep_files=not erased, keep_former=not erased)


def read(root):
    """The files that the public reads, and that what is packed for the way is the same."""
    current = root / "current"
    found = {}
    for file in current.rglob("*"):
        path = file.relative_to(current).as_posix()
        if file.is_file() and not file.name.startswith(".") and file.suffix != ".gz":
            found[path] = file.read_text()
            packed = file.with_name(f"{file.name}.gz")
            # What is too short to shrink isn't packed.
            assert not packed.exists() or gzip.decompress(packed.read_bytes()).decode() == found[path]
    return found


def holders(root, words):
    """The files anywhere in the folder that hold these words."""
    for file in root.rglob("*"):
        if file.is_file() and not file.is_symlink():
            data = file.read_bytes()
            if words.encode() in (gzip.decompress(data) if file.suffix == ".gz" else data):
                yield file


def whole(root):
    for file in list((root / "trees").rglob("*.gz")):
        gzip.decompress(file.read_bytes())


@pytest.mark.parametrize("begins", [0, 1])
def test_a_writer_that_is_killed_leaves_the_old_tree_or_the_new_one_whole(public_root, begins):
    """At every second moment; after each somebody publishes, and every third time what was erased is erased."""
    write_all = 0
    public_root.mkdir()
    for number in (0, 1):
        write(public_root, site(number))
    for moment in itertools.count(begins, 2):
        before = read(public_root)
        number = 10 + 3 * moment
        if not killed_at(moment, public_root, lambda number=number: write(public_root, site(number))):
            break
        write_all += 1
        assert read(public_root) in (before, site(number)), moment
        erased = write_all % 3 == 0
        after = site(number + 1, secret="" if erased else SECRET)
        write(public_root, after, erased=erased)
        assert read(public_root) == after, moment
        whole(public_root)
        assert len(list((public_root / "trees").iterdir())) <= 2, moment
        assert bool(list(holders(public_root, SECRET))) is not erased, moment
        write(public_root, site(number + 2))
        assert read(public_root) == site(number + 2), moment
    assert write_all >= 15, "with both beginnings thirty moments and more"


@pytest.mark.parametrize("moment", range(0, 40, 4))
def test_a_writer_that_is_killed_while_it_erases_leaves_nothing_for_the_next(public_root, moment):
    public_root.mkdir()
    for number in (0, 1):
        write(public_root, site(number))
    erasing = site(2, secret="")
    assert killed_at(moment, public_root, lambda: write(public_root, erasing, erased=True))
    assert read(public_root) in (site(1), erasing)
    write(public_root, erasing, erased=True)
    assert read(public_root) == erasing
    assert not list(holders(public_root, SECRET))


def test_two_writers_at_once_wait_for_each_other(public_root):
    """Each reads what the other left; the last one's site is what is read, whole."""
    public_root.mkdir()

    def writes(numbers):
        for number in numbers:
            with tree.alone(public_root):
                write(public_root, site(number))

    assert not in_a_fork(lambda: both(writes))
    assert read(public_root) in (site(19), site(29))
    assert len(list((public_root / "trees").iterdir())) == 2


def both(writes):
    child = os.fork()
    writes(range(10, 20) if child else range(20, 30))
    if not child:
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


OTHER = Path("/dev/shm")  # noqa: S108  another file system than that of temporary files, on Linux


def test_the_site_may_lie_on_another_file_system_than_temporary_files():
    if not OTHER.is_dir() or OTHER.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev:
        pytest.skip("There is no other file system here.")
    with tempfile.TemporaryDirectory(dir=OTHER) as folder:
        root = Path(folder)
        for number in range(4):
            write(root, site(number))
            assert read(root) == site(number)

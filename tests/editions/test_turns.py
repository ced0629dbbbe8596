"""Two public trees that take turns: what changed is written, what stays is kept, what is read is left alone."""

import errno
import os

import pytest

from editions import tree, turns
from editions.downloads import SiteFile


class Site:
    """A public tree of a few files, each from a key of its own, that counts what it makes."""

    def __init__(self, root):
        self.root, self.made = root, []
        root.mkdir(exist_ok=True)

    def write(self, *, keep_files=True, keep_former=True, **files):
        self.made = []

        def make(name, words):
            def made():
                self.made.append(name)
                return words.encode()

            return made

        wanted = [
            SiteFile(path=f"{name}/index.html", make=make(name, words), key=words) for name, words in files.items()
        ]
        tree.replace(self.root, self.root / "trees", wanted, keep_files=keep_files, keep_former=keep_former)
        return {name: (self.root / "current" / name / "index.html").read_text() for name in files}

    def inode(self, name):
        return (self.root / "current" / name / "index.html").stat().st_ino


@pytest.fixture
def site(public_root):
    return Site(public_root)


def test_only_what_changed_is_made(site):
    site.write(a="one", b="one")
    site.write(a="one", b="two")
    for words in ("three", "four", "five"):
        assert site.write(a="one", b=words) == {"a": "one", "b": words}
        assert site.made == ["b"]
    assert len(list((site.root / "trees").iterdir())) == 2


def test_what_the_other_tree_has_is_one_file_under_two_names(site):
    site.write(a="one", b="one")
    site.write(a="one", b="two")
    inode = site.inode("b")
    site.write(a="two", b="two")
    assert site.made == ["a"]
    assert site.inode("b") == inode
    # What has two names is never written into: the tree that was read a moment ago stays as it was.
    former = next(each for each in (site.root / "trees").iterdir() if each != (site.root / "current").resolve())
    site.write(a="two", b="three")
    site.write(a="two", b="four")
    assert (former / "b/index.html").exists() is False or (former / "b/index.html").read_text() in (
        "two",
        "three",
        "four",
    )
    assert (site.root / "current/b/index.html").read_text() == "four"


def test_what_is_wanted_no_longer_goes_and_a_file_may_take_the_place_of_a_folder(site):
    site.write(a="one", gone="one", **{"plan.pdf": "notice"})
    site.write(a="one", gone="one", **{"plan.pdf": "notice"})
    file = SiteFile(path="plan.pdf", make=lambda: b"%PDF", key="pdf")
    tree.replace(site.root, site.root / "trees", [file], keep_files=True)
    current = site.root / "current"
    assert (current / "plan.pdf").read_bytes() == b"%PDF"
    assert not (current / "gone").exists()
    assert not (current / "a").exists()


def test_a_tree_that_was_left_half_way_is_not_trusted(site):
    site.write(a="one", b="one")
    site.write(a="one", b="one")
    former = next(each for each in (site.root / "trees").iterdir() if each != (site.root / "current").resolve())
    (former / "a/index.html").unlink()
    (former / "a/index.html").write_text("half")
    (former / turns.MADE_FROM).unlink()
    assert site.write(a="one", b="two") == {"a": "one", "b": "two"}
    assert not former.exists()


def test_a_failure_leaves_the_tree_that_is_read_and_the_next_one_is_whole(site):
    site.write(a="one", b="one")
    site.write(a="one", b="one")

    def full():
        raise OSError("no space left on device")

    wanted = [SiteFile(path="a/index.html", make=lambda: b"two", key="two"), SiteFile(path="b/index.html", make=full)]
    with pytest.raises(OSError, match="no space"):
        tree.replace(site.root, site.root / "trees", wanted, keep_files=True)
    assert (site.root / "current/a/index.html").read_text() == "one"
    assert site.write(a="three", b="one") == {"a": "three", "b": "one"}


@pytest.mark.parametrize("why", [errno.EPERM, errno.EXDEV, errno.EMLINK])
def test_where_no_second_name_can_be_given_the_file_is_copied(site, monkeypatch, why):
    """A file of another owner, on another file system, or with too many names."""
    site.write(a="one", b="one")
    site.write(a="one", b="two")

    def refuse(*where):
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr(os, "link", refuse)
    assert site.write(a="one", b="two") == {"a": "one", "b": "two"}
    assert site.made == []


def test_nothing_is_kept_of_trees_that_may_hold_what_was_erased(site):
    site.write(a="one", b="secret")
    site.write(a="one", b="secret")
    site.write(a="one", keep_files=False, keep_former=False)
    assert site.made == ["a"]
    assert not [file for file in site.root.rglob("*") if file.is_file() and "secret" in file.read_text(errors="ignore")]


def test_everybody_may_read_the_files_whatever_the_umask_of_who_writes(public_root):
    """A web server that serves the folder itself runs as another user."""
    before = os.umask(0o077)
    try:
        tree.replace(public_root := public_root / "below", public_root / "trees", [("a/b/index.html", b"words")])
        site = Site(public_root)
        for words in ("one", "two", "three"):
            site.write(a="same", b=words)
    finally:
        os.umask(before)
    for place in (public_root, *public_root.rglob("*")):
        if not place.name.startswith("."):
            assert place.stat().st_mode & 0o777 == (0o755 if place.is_dir() else 0o644), place


def test_all_of_it_is_made_anew_if_asked(site):
    site.write(a="one")
    site.write(a="one")
    site.write(a="one", keep_files=False)
    assert site.made == ["a"]

"""Two trees of public files that take turns: the one that nobody reads is changed, and becomes the one that is read.

Each tree says what each of its files was made from. A file that is made from the same is left where it is; one that
the tree in use has is linked from there (that is what the last publication changed); the rest is made. So publishing
writes what changed and nothing else, however many versions came before.

A file is never written in place: its bytes may have another name in the other tree. A tree that was killed half way
says nothing of its files, so that none of them is trusted.
"""

import hashlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

CURRENT = "current"  # the link to the tree that is read
MADE_FROM = ".made-from"
PACKED = ".gz"
# Who may read what is public: everybody.
FILE, FOLDER = 0o644, 0o755


class FileMade(Struct, frozen=True, array_like=True):
    """A file of a tree: from which key it was made, and the SHA-256 of its bytes."""

    key: str
    digest: str


_read = msgspec.json.Decoder(dict[str, FileMade])


def made_from(tree):
    """What a tree says of its files, by path; nothing if there is no such tree, or it is half written or an older
    release's."""
    try:
        return _read.decode((tree / MADE_FROM).read_bytes())
    except (OSError, AttributeError, TypeError, msgspec.MsgspecError):
        return {}


class Turn:
    """A tree that is brought up to date while `current` is read. Without `current` it is a new one, and empty."""

    def __init__(self, trees, current=None):
        self.trees, self.current = trees, current
        self.known = made_from(current) if current else {}
        self.files, self.touched = {}, set()
        spare, self.have = self.spare() if self.known else (None, {})
        if spare:
            # From here on it is nobody's but ours: whoever finds it after a power cut must not trust it.
            (spare / MADE_FROM).unlink()
            sync(spare)
            self.tree = trees / f"tree-{secrets.token_hex(8)}"
            spare.rename(self.tree)
        else:
            self.tree = Path(tempfile.mkdtemp(prefix="tree-", dir=trees))
            self.tree.chmod(FOLDER)

    def spare(self):
        """The former tree with what it says of its files, if it is whole."""
        others = ((tree, made_from(tree)) for tree in self.trees.iterdir() if tree != self.current)
        return next(((tree, made) for tree, made in others if made), (None, {}))

    def bring_up_to_date(self, files, write):
        """Have exactly these files in the tree. `write` writes a new one."""
        wanted = {file.path for file in files}
        for path in self.have.keys() - wanted:
            self.remove(path)
        for file in files:
            if file.path not in self.files:
                self.files[file.path] = self.keep(file) or self.make(file, write)

    def keep(self, file):
        """What is known of a file that one of the trees has, made from the same; None if neither has it."""
        if file.key and self.is_known(self.have, file.path, key=file.key):
            return self.have[file.path]
        if file.key and self.is_known(self.known, file.path, key=file.key) and self.link(file.path):
            return self.known[file.path]
        return None

    def make(self, file, write):
        data = file.make()
        digest = hashlib.sha256(data).hexdigest()
        if not self.is_known(self.have, file.path, digest=digest) and not (
            self.is_known(self.known, file.path, digest=digest) and self.link(file.path)
        ):
            self.put(file.path, data, write)
        return FileMade(file.key, digest)

    @staticmethod
    def is_known(files, path, **by):
        known = files.get(path)
        return known is not None and all(getattr(known, name) == value for name, value in by.items())

    def link(self, path):
        """Give a file of the tree in use a second name in this one. Says whether it is there."""
        self.clear(path)
        for name in (path, f"{path}{PACKED}"):
            old, new = self.current / name, self.tree / name
            if not old.exists():
                if name == path:
                    return False
                continue  # too short to be packed
            make_folder(new.parent)
            try:
                os.link(old, new)
            except OSError:  # another owner, another file system, too many names
                shutil.copy2(old, new)
                self.touched.add(new)
        self.note(path)
        return True

    def put(self, path, data, write):
        self.clear(path)
        file = self.tree / path
        write(file, data)
        self.touched |= {each for each in (file, file.with_name(f"{file.name}{PACKED}")) if each.exists()}
        self.note(path)

    def clear(self, path):
        """Let go of a name, so that what is written under it next is a file of its own."""
        for name in (path, f"{path}{PACKED}"):
            (self.tree / name).unlink(missing_ok=True)

    def remove(self, path):
        """Take a file away, and the folders that are empty without it."""
        self.clear(path)
        self.note(path)
        folder = (self.tree / path).parent
        while folder != self.tree and not any(folder.iterdir()):
            self.touched.discard(folder)
            folder.rmdir()
            folder = folder.parent

    def note(self, path):
        """Remember which folders changed: a name is on the disk when its folder is."""
        folder = (self.tree / path).parent
        self.touched |= {folder, *(each for each in folder.parents if each.is_relative_to(self.tree))}

    def settle(self, on_disk):
        """Have on the disk all that changed: a link must not outlive a power cut that its files didn't.

        All is written before the first of it is asked for, so that most of it is there by then. What the tree says of
        its files comes last.
        """
        for place in self.touched | {self.tree}:
            if place.exists():
                on_disk(place)
        said = self.tree / MADE_FROM
        said.write_bytes(msgspec.json.encode(self.files))
        for place in (said, self.tree, self.trees):
            on_disk(place)


def make_folder(place):
    """A folder, and those above it that aren't there: a web server may read it, whatever the umask of who makes it."""
    if not place.is_dir():
        make_folder(place.parent)
        place.mkdir()
        place.chmod(FOLDER)


def sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""PDFs that are made once in a run: the same HTML gives the same bytes, so each is kept by it, for all workers."""

import fcntl
import hashlib
import os

import msgspec
import pytest

from publications.files import pdf

make_anew = pdf.make  # for a test of the making itself


def folder_of_the_run(tmp_path_factory):
    """A folder that all workers of a run share; by itself each has one of its own."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session", autouse=True)
def _pdfs_are_made_once(tmp_path_factory):
    folder = folder_of_the_run(tmp_path_factory) / "pdfs"
    folder.mkdir(exist_ok=True)

    def make(html, *limits, **how):
        """As `pdf.make`. What is made within limits of its own is about them, and a failure is not kept."""
        if limits:
            return make_anew(html, *limits, **how)
        file = folder / hashlib.sha256(html.encode()).hexdigest()
        with file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                file.write_bytes(msgspec.msgpack.encode(make_anew(html, **how)))
            return msgspec.msgpack.decode(file.read_bytes(), type=pdf.Made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "make", make)
        yield

"""Makes PDFs for `tests.kept` as `publications.files.pdf` does by itself, but with WeasyPrint loaded only once.

To load it takes half a second, a small PDF not much more. Each is made in a fork of this process, within the same
limits and by the same function as in a process of its own; so no PDF knows of another. Reads lengths and HTML, writes
lengths and answers: nothing where the fork failed.
"""

import json
import os
import sys

from kit import apart
from publications.files import pdf

SIZE = 8  # bytes of a length


def serve(limits):
    import weasyprint.pdf.tags
    import weasyprint.text.fonts  # noqa: F401  (loaded for the forks)

    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not end up in an answer
    while size := sys.stdin.buffer.read(SIZE):
        source = sys.stdin.buffer.read(int.from_bytes(size))
        fork = os.fork()
        if not fork:
            apart.confine(*limits)
            words, data = pdf._answer(source)
            with os.fdopen(answers, "wb") as out:
                write(out, json.dumps(words).encode() + b"\n" + data)
            os._exit(0)
        if os.waitpid(fork, 0)[1]:
            os.write(answers, bytes(SIZE))


def write(out, data):
    out.write(len(data).to_bytes(SIZE) + data)
    out.flush()


if __name__ == "__main__":
    serve([int(limit) for limit in sys.argv[1:3]])

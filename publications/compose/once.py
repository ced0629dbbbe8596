"""What several sections ask of the records: asked once for a document, and forgotten when it is composed."""

from contextlib import contextmanager
from contextvars import ContextVar

_answers: ContextVar[dict | None] = ContextVar("answers", default=None)


@contextmanager
def asked_once():
    """Within it a question is asked once, however many ask it; what stands inside of another belongs to that one."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(ask, *of):
    """What a function answers of these records: what it answered already for this document, or else anew."""
    answers = _answers.get()
    if answers is None:
        return ask(*of)
    if (ask, *of) not in answers:
        answers[ask, *of] = ask(*of)
    return answers[ask, *of]

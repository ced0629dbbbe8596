"""What the program writes into its log while a test runs."""

import io
import json
import logging

import pytest

from lscb import logs


@pytest.fixture
def lines():
    """The lines so far, down to the last detail, as the installation writes them."""
    [formatter] = [
        handler.formatter for handler in logging.getLogger().handlers if type(handler.formatter) is logs.JsonLines
    ]
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    root.setLevel(level)
    root.removeHandler(handler)

"""How often Python looks for garbage, in the server, the commands, the tests and the benchmarks alike."""

import gc

BETWEEN_LOOKS = 20_000  # things made and not yet thrown away between two looks; Python's own number is 700


def look_seldom():
    """Look for garbage once in some requests, and never again among what is loaded now, all of which stays."""
    gc.freeze()
    gc.set_threshold(BETWEEN_LOOKS, 20, 20)
    gc.enable()

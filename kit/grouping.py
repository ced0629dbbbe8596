"""Things in groups, each group and what is in it in the order in which they came."""


def grouped(pairs):
    """The things of each group, by what it goes by; `pairs` are what a thing goes by, and the thing."""
    found = {}
    for by, thing in pairs:
        found.setdefault(by, []).append(thing)
    return found

"""Anchors that several sections share."""


def anchor(section, key):
    """Where a row can be linked to: #progress-bullying."""
    return f"{section.key}-{key}"

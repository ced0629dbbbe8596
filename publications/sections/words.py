"""House words and anchors that several sections share."""

NOT_STATED = "Not stated"

GOAL_WORDS = {
    "priority": ("Priority", "Priorities", "priority"),
    "objective": ("Objective", "Objectives", "objective"),
    "duty": ("Duty", "Duties", "duty"),
}


def anchor(section, key):
    """Where a row can be linked to: #progress-bullying."""
    return f"{section.key}-{key}"


def opening(words):
    """Words as they open a cell: with a capital."""
    return words[:1].upper() + words[1:]

"""What a sign in place of a figure means, by whoever published it, and its code in files. Knows no Django.

Read on 29 November 2026: the analysts' guide of the Department for Education (c, x, z, low and u in use; ":" and "~"
given up, "k" still printed in a release of 2024; nought only for a true nought), the data guidance of children in need
2020 and 2021 (1 to 5 as "c"), and published tables of other departments, which write the letters in brackets.
What "*" means for the NHS was read in a second copy only, so it is asked about like anything unsure.
"""

from kit.reading.answers import AsPrinted

DFE, NHS, GSS = "dfe", "nhs", "gss"
CONVENTIONS = [(DFE, "Department for Education"), (NHS, "NHS"), (GSS, "Office for National Statistics and others")]
# By these words above a table it is known whose signs it bears.
NAMED = {
    DFE: ("department for education", "dfe", "explore education statistics"),
    NHS: ("nhs digital", "nhs england", "hospital episode", "hes"),
    GSS: ("office for national statistics", "ons", "government statistical service", "nomis"),
}
SMALL, NONE, APPLIES_NOT, LOW, UNSURE = "suppressed", "not-available", "not-applicable", "low", "unreliable"
# What each sign means where nobody says otherwise.
COMMON = {
    "c": SMALL,
    "x": NONE,
    "z": APPLIES_NOT,
    "low": LOW,
    "~": LOW,
    "k": LOW,
    "u": UNSURE,
    ":": NONE,
    "..": NONE,
    "...": NONE,
}
# What it means for those who publish otherwise.
BY_SOURCE = {
    DFE: {"*": SMALL, "-": LOW},
    NHS: {"*": SMALL, ":": NONE, "~": NONE, "k": SMALL},
    GSS: {"*": SMALL, "~": NONE, ".": APPLIES_NOT, "-": "nought"},
}
# Signs of which the meaning isn't taken for granted as long as nobody said whose they are.
UNSURE_SIGNS = {
    "*": ("c", "x"),
    "**": ("c", "x"),
    "~": ("low", "x"),
    "k": ("low", "c"),
    "n/a": ("x", "z"),
    "na": ("x", "z"),
    "-": ("0", "x", "z", "low"),
    "--": ("0", "x", "z"),
}


def bare(text: str) -> str:
    """A sign as the tables have it: small, and without brackets."""
    words = " ".join(text.casefold().split())
    return words[1:-1].strip() if words[:1] + words[-1:] in ("[]", "()") else words


def meaning(text: str, source: str = "") -> str | None:
    """The state that a sign means for a source, "nought" for a true nought; None if it isn't sure, or is no sign."""
    sign = bare(text)
    told = BY_SOURCE.get(source, {}).get(sign)
    if told is None and (source or sign not in UNSURE_SIGNS):
        told = COMMON.get(sign)
    return told


def meanings(text: str) -> tuple[str, ...]:
    """What a sign may mean if nobody says whose it is, as words that mean only one thing."""
    return UNSURE_SIGNS.get(bare(text), ())


def source_of(words: str) -> str:
    """Whose signs a table bears by the words above it; empty if they don't say, or name several."""
    spaced = f" {' '.join(''.join(sign if sign.isalnum() else ' ' for sign in words.casefold()).split())} "
    found = [source for source, names in NAMED.items() if any(f" {name} " in spaced for name in names)]
    return found[0] if len(found) == 1 else ""


def state_of(answer) -> str:
    """The state that a reader found in words such as "awaited"; empty for anything else."""
    return answer.state if isinstance(answer, AsPrinted) else ""

"""Reads amounts, shares and other figures as people in Britain write them. Knows no Django.

A comma parts groups of three digits and does nothing else, a line end never joins what stands on its two sides, and no
figure gets a digit that a mark beside it had. What is cut into tokens is a table; so is what is said of each.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from kit import wording
from kit.reading.answers import Answer, AsPrinted, Offer, Question, Refusal, Value
from kit.reading.signs import one_spaced, plain, quoted

LONGEST, MOST_DIGITS, MOST_OFFERED = 200, 15, 3
PENNY = Decimal("0.01")
# How each is written, and what says it back in words that this reader reads.
RIGHT = {
    "money": "an amount, such as £1,000 or 1000.50",
    "share": "a share, such as 49.5%",
    "number": "a number, such as 1,234 or 0.5",
}
SHOWN = {
    "money": wording.pounds,
    "share": lambda value: wording.per_cent(value, at_least=0),
    "number": wording.plain,
}
# What stands for no number, and the state it means.
NONE = {
    word: state
    for state, words in {
        "not-applicable": ("n/a", "na", "not applicable", "z", "[z]"),
        "not-available": (
            *("x", "[x]", ":", "..", "...", "not available", "awaited", "tbc", "tba", "tbd", "to be confirmed"),
            *("to be agreed", "not known", "n/k", "unknown", "no data", "none given"),
        ),
        "suppressed": ("c", "[c]", "*", "**", "suppressed"),
        "low": ("low", "[low]", "~", "k", "[k]"),
        "unreliable": ("u", "[u]"),
    }.items()
    for word in words
}
NIL = re.compile(r"nil|none|zero|nil return|-?£ ?(?:-|nil)")
FEW = re.compile(r"(?:<|less than|fewer than|under) ?[0-9]{1,2}")
VULGAR = dict(zip("½¼¾⅕⅖⅗⅘⅛⅜⅝⅞", "0.5 0.25 0.75 0.2 0.4 0.6 0.8 0.125 0.375 0.625 0.875".split(), strict=True))

# A number doesn't begin behind a digit, comma or point, but that of "c.", and doesn't end before one.
START, GAP = r"(?:(?<![0-9.,])|(?<=\bc\.))", "[\u00a0\u202f\u2009\u2007]"
POINT = r"(?:\.[0-9]+)?"
TOKENS = (  # at each place the first that fits
    ("error", r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}|#{3,}"),
    ("formula", r"\A=.+"),
    ("clock", r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"),
    ("years", r"(?<![0-9.,£])(?:19|20)[0-9]{2} ?[/-] ?(?:20)?[0-9]{2}(?![0-9,.%])"),
    ("comma", rf"{START}[0-9]{{1,3}}(?:[.' ][0-9]{{3}}|{GAP}[0-9]{{3}})+,[0-9]{{1,2}}(?![0-9,])"),
    ("number", rf"{START}[0-9]{{1,3}}(?:(?:,[0-9]{{3}})+|(?:{GAP}[0-9]{{3}})+)(?![0-9]|,[0-9]){POINT}"),
    ("gaps", rf"{START}[0-9]{{1,3}}(?:'[0-9]{{3}}|[ ][0-9]{{3}})+(?![0-9,]){POINT}"),
    ("comma", rf"{START}[0-9]+,[0-9]{{1,2}}(?![0-9,])"),
    ("broken", r"[0-9][0-9,]*,[0-9,.]*[0-9]"),
    ("points", r"[0-9]+(?:\.[0-9]+){2,}"),
    ("power", r"[0-9.]+[eE][+-]?[0-9]+"),
    ("ordinal", r"[0-9]+(?:st|nd|rd|th)\b"),
    ("number", rf"{START}(?:[0-9]+{POINT}|\.[0-9]+)(?!,?[0-9])"),
    ("vulgar", "[½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"),
    ("word", r"\((?:p|r|prov\.?)\)"),
    ("mark", r"[¹²³⁰⁴⁵⁶⁷⁸⁹ᵃᵇᶜ]+|[*†‡§]+|\[[a-z0-9]{1,3}\]|\((?:[a-z]|[ivx]+)\)"),
    ("pounds", r"£|GBP(?![a-z])|pounds?\b(?: sterling\b)?"),
    ("foreign", r"[$€¥]|(?:EUR|USD)\b"),
    ("percent", r"%(?:age)?|per ?cent\b|p\.?c\.?(?![a-z])"),
    ("p", r"(?<=[0-9])p\b(?!\.)|pence\b"),
    ("scale", r"(?:k|m(?:n|ill?)?|bn|thou(?:sand)?s?|hundreds?|millions?|billions?)\b"),
    ("credit", r"(?:deficit|shortfall|(?:over|under)[ -]?spen[dt]|overdrawn|loss|reduction)\b"),
    ("inexact", r"(?:c|ca|approx|est)\.|(?:approx|est|circa|approximately|about|around|estimated)\b|~"),
    ("inexact", r"\bca?(?= ?£| [0-9])"),
    ("inexact", r"<=|>=|[≤≥<>]|(?:less than|fewer than|more than|over|under|up to|at least|at most)\b"),
    ("inexact", r"(?<=[0-9])\+"),
    ("word", r"\+(?=\s*[^\W\d_])"),
    ("credit", r"(?:CR|DR|credit|debit|minus|less|deduct(?:ed|ion)?|refund(?:ed)?|rebate|negative)\b"),
    ("word", r"per (?:annum|year)\b|per [0-9,]+"),
    ("each", r"per [a-z]+|(?:each|pcm|pw|monthly|weekly|daily|quarterly)\b|(?:/ ?|an? )(?:day|week|month|quarter)\b"),
    ("base", r"(?:out )?of\b|in\b(?= [0-9])|/"),
    ("unknown", r"(?:tb[acd]|to be (?:confirmed|agreed)|awaited|unknown)\b"),
    ("word", r"(?<=[0-9])r\b"),
    ("before", r"[^\W\d_]+-?(?=[0-9])"),
    ("stuck", r"(?<=[0-9])[^\W\d_]+"),
    ("word", r"[^\W\d_](?:[^\W\d_]|['.&-])*|[&:;,.](?=\s|\Z)"),
    ("minus", "-"),
    ("plus", r"\+"),
    ("open", r"\("),
    ("close", r"\)"),
    ("line", r"\n"),
    ("space", r"[^\S\n]+"),
    ("other", "."),
)
TOKEN = re.compile("|".join(f"(?P<{name}_{n}>{pattern})" for n, (name, pattern) in enumerate(TOKENS)), re.I | re.S)
NUMBERS = ("number", "comma", "gaps", "broken", "points")
LEFT = ("word", "inexact", "each", "base", "p")  # what isn't part of the number but stands beside it
CHANGES = ("scale", "p", "credit")  # what makes another figure of a number
# The cell as a row of letters, one for a token, by which a sign before, behind or around the number is known.
SINGLE = {
    "pounds": "£",
    "percent": "%",
    "minus": "-",
    "plus": "+",
    "open": "(",
    "close": ")",
    "space": " ",
    "vulgar": "v",
}
LETTERS = SINGLE | dict.fromkeys(NUMBERS, "n")
N, BEFORE, BEHIND = "(?:n(?: ?v)?|v)", r"(?:\(w[w ]*\) ?|w[w ]*)?", r"(?: ?[w(+].*| - ?w.*)?"
ABOVE = re.compile(rf"{BEFORE}\+?[£%]? ?{N} ?£?%?{BEHIND}")
# Behind words brackets are no sign: Police (£500).
BELOW = re.compile(
    rf"(?:{BEFORE}(?:-(?:£ ?)?{N} ?%?|£ ?-{N}|£? ?{N}%?-(?!w))|\( ?£? ?{N} ?%? ?\)|£ ?\( ?{N} ?\)){BEHIND}"
)


REFUSED = {
    "error": "{word} is an error of a workbook. Mend it there, or write {right}.",
    "formula": "{word} is a formula that was never worked out. Write {right}.",
    "clock": "{word} is a time of day. Write {right}.",
    "years": "{word} names years. Write {right}.",
    "power": "{word} leaves digits out. Write {right}, in full.",
    "ordinal": "{word} is a place in an order. Write {right}.",
    "foreign": "{word} means another currency. Write {right}.",
    "before": "{word} stands right before a digit. Write {right}.",
    "broken": "Commas part groups of three digits, and {word} has another group. Write {right}.",
    "points": "{word} has more than one point. Write {right}.",
    "other": "{word} is no part of a number. Write {right}.",
}
REFUSED_IN = {
    "money": {"percent": "{word} means a share. Write {right}."},
    "share": {"pounds": "{word} means an amount. Write {right}."},
}
ASKED = {
    "unknown": "{word} stands beside it. Is it {value}, or not known yet?",
    "stuck": "{word} stands right behind the digits. Is it {value}?",
    "mark": "{word} looks like the mark of a note. Is it {value}?",
    "scale": "Is {text} {value} in full?",
    "line": "There is more than one line here. Is it {value}?",
}
ASKED_IN = {
    "money": {
        "p": "Does {word} mean pence? Then it is {value}.",
        "inexact": "{word} says that it isn’t exact. Is it {value}?",
        "each": "{word} stands beside it. Is it {value} in all?",
    },
    "share": {"inexact": "{word} says that it isn’t exact. Is it {value}?"},
    "number": {},
}
SCALES = {"h": 2, "k": 3, "t": 3, "m": 6, "b": 9}  # by the first letter


def read(text: str, of: str = "number") -> Answer:
    """The one figure that a cell holds, as a Decimal: "money" in pounds, "share" of a hundred, or any "number"."""
    if len(text) > LONGEST:
        return Refusal(sentence=f"This is too long for a number. Write {RIGHT[of]}.")
    text = plain(text)
    folded = one_spaced(text).casefold()
    if not text or folded in NONE or (of == "number" and FEW.fullmatch(folded)):
        return AsPrinted(words=text, state=NONE.get(folded, "suppressed" if text else ""))
    if NIL.fullmatch(folded.rstrip(".")):
        return Value(value=Decimal(0), said=(f"{quoted(text)} was read as {SHOWN[of](Decimal(0))}.",))
    if not folded.strip("-"):
        return asked(of, f"{quoted(text)}: nought, or not known?", Decimal(0), None)
    tokens = [(found.lastgroup.rsplit("_", 1)[0], found[0]) for found in TOKEN.finditer(text.rstrip(" ."))]
    return judged(text, of, tokens, dict(reversed(tokens)))


def asked(of, sentence, *values):
    """A question with the values that may be meant; None stands for a field that is left empty."""
    words = dict.fromkeys("" if value is None else SHOWN[of](value) for value in values)
    sure = [each for each in words if isinstance(read(each, of), Value | AsPrinted)]
    return Question(sentence=sentence, offers=tuple(Offer(words=each) for each in sure))


def judged(text, of, tokens, first):
    """What the tokens of a cell tell. `first` has the first word of each kind of token."""
    seen = [word for name, word in tokens if name in NUMBERS]
    for name, sentence in (REFUSED | REFUSED_IN.get(of, {})).items():
        if name in first:
            return Refusal(sentence=sentence.format(word=quoted(first[name]), right=RIGHT[of]))
    if len(seen) > 1:
        return several(text, of, seen, first)
    part = VULGAR.get(first.get("vulgar", ""))
    if not seen and "vulgar" not in first:
        return Refusal(sentence=f"Write {RIGHT[of]}.")
    if "vulgar" in first and (not part or of == "money"):
        return Refusal(sentence=f"{quoted(text)} is no number that can be kept. Write {RIGHT[of]}.")
    value = Decimal(bare(seen[0])) if seen else Decimal(0)
    if len(value.as_tuple().digits) > MOST_DIGITS:
        return Refusal(sentence=f"This number is too long. Write {RIGHT[of]}.")
    return weighed(text, of, tokens, first, value + Decimal(part or 0))


def bare(word):
    """The digits of one number, its point where it had one: a comma before one or two digits was meant as a point."""
    decimal = re.search(r"[,.]([0-9]+)$", word) if not re.search(r",[0-9]{3}$", word) else None
    whole = re.sub("[^0-9]", "", word[: decimal.start()] if decimal else word)
    return f"{whole}.{decimal[1]}" if decimal else whole


def several(text, of, seen, first):
    """The answer for a cell of several numbers: two amounts, a range, a figure and its base."""
    if len(seen) > MOST_OFFERED or not first.keys().isdisjoint(CHANGES):
        return Refusal(sentence=f"{len(seen)} numbers stand in {quoted(text)}. Write {RIGHT[of]}.")
    values = [answer.value for answer in (read(word, of) for word in seen) if isinstance(answer, Value)]
    return asked(of, f"Several numbers stand here: {wording.listed(seen)}. Which is meant?", *values)


def weighed(text, of, tokens, first, value):
    """The answer for the one number of a cell by what stands around it."""
    letters = "".join(LETTERS.get(name, "w") for name, _ in tokens)
    below, above = BELOW.fullmatch(letters), ABOVE.fullmatch(letters)
    value = -value if below else value
    if "comma" in first or "gaps" in first:
        return asked(of, f"Is {quoted(text)} one number, {SHOWN[of](rounded(value, of))}?", rounded(value, of))
    if "credit" in first or not (below or above):
        return asked(
            of, f"Is {quoted(text)} above nought, or below?", *(rounded(each, of) for each in (abs(value), -abs(value)))
        )
    for name, sentence in (ASKED | ASKED_IN[of]).items():
        if name in first:
            places = SCALES[first[name][0].lower()] if name == "scale" else -2 * (name == "p")
            meant = rounded(value.scaleb(places), of)
            told = sentence.format(word=quoted(first[name]), text=quoted(text), value=SHOWN[of](meant))
            return asked(of, told, meant, *([None] if name == "unknown" else []))
    if of == "money" and value.as_tuple().exponent < -2:
        thousand = [value * 1000] if value.as_tuple().exponent == -3 else []
        return asked(of, f"{quoted(text)} has more than two places for pence.", rounded(value, of), *thousand)
    if of == "share" and "percent" not in first and 0 < value < 1:
        return asked(of, f"Is it {SHOWN[of](value * 100)}, or {SHOWN[of](value)}?", value * 100, value)
    if of == "share" and not 0 <= value <= 100:
        return Refusal(sentence=f"A share lies between 0% and 100%. Write {RIGHT[of]}.")
    left = "".join(word if name in LEFT else " " for name, word in tokens)
    return Value(value=value, left=one_spaced(left).strip(" ,;:"))


def rounded(value, of):
    return value.quantize(PENNY, ROUND_HALF_UP) if of == "money" else value

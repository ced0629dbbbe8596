"""The one table of what a clipboard holds beside the words, by the marks of Word, LibreOffice, Google Docs and others.

Each rule says what goes, in words and in the singular, and by which expressions on an element it is known: all that
are given must fit, `tag` and `id` (or `name`) as a whole. The words themselves are told to whoever pasted.
"""

COMMENT, COMMENT_MARK, FOOTNOTE, FOOTNOTE_MARK = "a comment", "the mark of a comment", "a footnote", "a footnote mark"
DELETED, STRUCK, HIDDEN = "deleted text", "struck-out text", "hidden text"
PICTURE, CONTROL, MARK = "a picture", "a button", "the mark of an item"

RULES = (
    # Word's comments, and those that LibreOffice's Calc and Word on the web write.
    (COMMENT, {"style": r"mso-element:\s*comment(-list)?\b"}),
    (COMMENT, {"class": r"\bmsocomtxt\b"}),
    (COMMENT, {"tag": "comment"}),
    (COMMENT, {"tag": "div|span", "id": r"_com_\d+"}),
    (COMMENT_MARK, {"class": r"\b(msocomanchor|msocomoff|MsoCommentReference|comment-(reference|indicator))\b"}),
    (COMMENT_MARK, {"tag": "a", "href": r"#(_msocom_|cmnt)\d+$"}),
    # Tracked changes.
    (DELETED, {"tag": "del"}),
    (DELETED, {"class": r"\b(msoDel|TrackChange\w*Delet\w*|(suggestion-)?deletion)\b"}),
    # Footnotes and endnotes: the notes, and their marks in the text.
    (FOOTNOTE, {"style": r"mso-element:\s*(foot|end)note(-list)?\b"}),
    (FOOTNOTE, {"tag": "div|p|section|li", "id": r"(sd)?(foot|end)note-?\d+|[fe]t?n\d+|edn\d+|cite_note-.*"}),
    (
        FOOTNOTE_MARK,
        {"class": r"\b(Mso(Foot|End)noteReference|sd(foot|end)noteanc|footnote-ref|(Foot|End)noteReference)\b"},
    ),
    (FOOTNOTE_MARK, {"tag": "a", "href": r"#(_(ftn|edn)\d+|(ftnt|fn|cite_note|sdfootnote|sdendnote)[-:_]?\w*)$"}),
    # What nobody saw.
    (HIDDEN, {"style": r"mso-hide:\s*all|display:\s*none|visibility:\s*(hidden|collapse)"}),
    (HIDDEN, {"hidden": r""}),
    (HIDDEN, {"class": r"\b(sr-only|visually-hidden|visuallyhidden)\b"}),
    # The bullet or number that Word writes before an item.
    (MARK, {"style": r"mso-list:\s*ignore"}),
    (STRUCK, {"tag": "s|strike"}),
    (STRUCK, {"style": r"text-decoration(-line)?:[^;]*line-through"}),
    (PICTURE, {"tag": "img|picture|video|audio|canvas"}),
    (CONTROL, {"tag": "button|select"}),
)
# A paragraph that begins with a link back to its mark is the comment or the note itself.
NOTES = (
    (COMMENT, r"#(cmnt_ref|_msoanchor_)\d+$"),
    (FOOTNOTE, r"#(_(ftn|edn)ref\d*|(ftnt_ref|fnref|cite_ref|footnote-ref)[-:_]?\w*|sd(foot|end)note\d+anc)$"),
)

# Whichever is said last holds: "normal" in an element of bold.
LOOKS = {
    "bold": (r"(?<![\w-])font-weight:\s*(bold(er)?|[6-9]00)", r"(?<![\w-])font-weight:\s*(normal|lighter|[1-5]00)"),
    "italic": (r"(?<![\w-])font-style:\s*(italic|oblique)", r"(?<![\w-])font-style:\s*normal"),
}
LOOKS_BY_TAG = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
MOVED = "vertical-align|mso-text-raise"
# Word says of what is only moved how far, in points.
RAISED = r"vertical-align:\s*(super|text-top|[1-9])|mso-text-raise:\s*([2-9]|\d\d)"
LOWERED = r"vertical-align:\s*(sub\b|text-bottom|-[1-9])|mso-text-raise:\s*-([2-9]|\d\d)"

# What a mail system put round an address: its host and path, and the parameters one of which holds the real address.
WRAPPED = (
    (r"[\w.-]*safelinks\.protection\.(outlook|office365)\.(com|us)/", "url"),
    (r"[\w.-]*teams\.cdn\.office\.net/.*safelinks", "url"),
    (r"(www\.)?google(\.[a-z]{2,3}){1,2}/url", "q url"),
    (r"urldefense(\.proofpoint)?\.(com|us)/v[12]/url", "u"),
    (r"[\w.-]*linkprotect\.cudasvc\.com/url", "a"),
    (r"[\w.-]*\.trendmicro\.com(:\d+)?/wis/clicktime/v1/query", "url"),
    (r"l\.facebook\.com/l\.php|slack-redir\.net/link|(www\.)?linkedin\.com/(redir/redirect|safety/go)", "u url"),
)

# Signs of fonts that hold pictures in the place of letters, as Word writes them: by the letter, or in the private area.
FONT = r"(?<![\w-])font(-family)?:[^;]*[a-z][^;]*"
PICTURES = {
    "wingdings": dict(
        zip("üûþýx¨oqnl§àßáâðñòØ·JKLv«", "✓✗☑☒☒☐☐☐■●▪→←↑↓⇨⇧⇩➢•☺😐☹❖★", strict=True),
    ),
    "webdings": dict(zip("arcng", "✓✗☐●■", strict=True)),
    "symbol": dict(zip("·£³±´¸¹»®Ö", "•≤≥±×÷≠≈→√", strict=True)),
}

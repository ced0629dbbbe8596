"""The checker finds nothing wrong with a good PDF, and finds what is wrong with the same PDF, spoilt on purpose."""

from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import replace
from pikepdf import Array, Dictionary, Name, String

from publications.files import checker, pdf
from publications.files.pdf_tree import PdfTree
from tests.publications.test_pdf import LONG_WORDS, MEMBERS, PAGES, WIDE, paper

pytest_plugins = ["tests.southend"]


def shortened(block):
    """A long table with fewer rows, of which two still run over two pages; any other block as it is."""
    for long, rows in ((WIDE, 4), (LONG_WORDS, 2), (MEMBERS, 34)):
        if block is long:
            return replace(block, groups=(replace(block.groups[0], rows=block.groups[0].rows[:rows]),))
    return block


# Of all that a document may hold, one of each: it is spoilt and checked some fifty times.
SMALL = tuple(replace(page, blocks=tuple(map(shortened, page.blocks))) for page in PAGES)


@pytest.fixture(scope="module")
def good():
    return pdf.make(paper(SMALL)).data


def saved(tree, **options):
    file = BytesIO()
    tree.pdf.save(file, **options)
    return file.getvalue()


# Good files


def test_nothing_is_wrong_with_a_small_document(good):
    assert checker.check(good) == ()


def test_nothing_is_wrong_with_the_real_plan(plan_as_pdf):
    assert checker.check(plan_as_pdf) == ()


def test_reading_and_saving_again_changes_nothing(good):
    """So each fault below is the doing of its mutation."""
    assert checker.check(saved(PdfTree(good))) == ()


# Spoilt ones


@pytest.fixture(scope="module")
def texts(good):
    """What is written on its pages, to be read once: it takes half of the time of a check."""
    return PdfTree(good).texts


class ToSpoil(PdfTree):
    """The good document, taken apart to be spoilt."""

    def __init__(self, good, texts):
        super().__init__(good)
        self.texts = texts

    def _read_page(self, number, page):
        pass


MUTATIONS = {}


def caught(rule, words):
    """The rule that has to catch a mutation, and some of the words it has to say."""

    def note(mutation):
        MUTATIONS[mutation.__name__] = (mutation, rule, words)
        return mutation

    return note


def table(tree, caption):
    return next(found for found in tree.every("Table") if found.children[0].text == caption)


def cell(tree, text):
    return next(found for found in tree.every("TH", "TD") if found.text == text)


def annotation(tree, spoken):
    annotations = [found for page in tree.pdf.pages for found in page.get("/Annots", [])]
    return next(found for found in annotations if str(found.Contents) == spoken)


@caught("title", "has no title")
def title_removed(tree):
    with tree.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        del about["dc:title"]


@caught("title", "not alike")
def second_title_changed(tree):
    tree.pdf.docinfo["/Title"] = "Draft 3 final"


@caught("title", "missing in the title")
def title_with_a_gap(tree):
    """As for a document of no period."""
    with tree.pdf.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:title"] = "Membership , Anytown Safeguarding Children Board"


@caught("title", "missing in the subject")
def subject_without_its_end(tree):
    tree.pdf.docinfo["/Subject"] = "Membership of the Anytown Safeguarding Children Board for "


@caught("language", "which language")
def language_removed(tree):
    del tree.root["/Lang"]


@caught("shown-title", "name of the file")
def title_not_shown(tree):
    tree.root.ViewerPreferences["/DisplayDocTitle"] = False


@caught("standard", "PDF/UA-1")
def mark_of_pdf_ua_removed(tree):
    with tree.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        del about[checker.PDF_UA]


@caught("action", "JavaScript")
def script_added(tree):
    tree.root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@caught("action", "Launch")
def link_starts_a_program(tree):
    annotation(tree, "our website")["/A"] = Dictionary(S=Name.Launch, F=String("calc.exe"))


@caught("action", "GoToR")
def link_goes_on_to_another_file(tree):
    """Deep inside of what is well known."""
    annotation(tree, "our website")["/A"]["/Next"] = Array([Dictionary(S=Name.GoToR, F=String("other.pdf"))])


@caught("attachment", "attached")
def attachment_added(tree):
    tree.pdf.attachments["minutes.txt"] = pikepdf.AttachedFileSpec(tree.pdf, b"confidential")


@caught("typeface", "is not carried in the file")
def font_not_embedded(tree):
    next(item for item in tree.dictionaries() if item.get("/Type") == "/Font" and "/FontDescriptor" in item).update(
        {"/FontDescriptor": Dictionary(Type=Name.FontDescriptor)}
    )


@caught("typeface", "The typeface Helvetica, used on page")
def other_typeface(tree):
    next(item for item in tree.dictionaries() if item.get("/Type") == "/Font" and "/FontDescriptor" in item).update(
        {"/BaseFont": Name("/Helvetica")}
    )


@caught("signs", "can't be read aloud")
def letters_not_named(tree):
    for item in tree.dictionaries():
        if "/ToUnicode" in item:
            del item["/ToUnicode"]


@caught("marked", "not marked up")
def mark_up_denied(tree):
    tree.root.MarkInfo["/Marked"] = False


@caught("marked", "printed on page 3 is neither")
def painted_without_saying_what_for(tree):
    tree.pdf.pages[2].contents_add(b"0 0 10 10 re f")


@caught("marked", "mixed up on page 3")
def text_inside_decoration(tree):
    page = tree.pdf.pages[2]
    page.contents_add(b"/Artifact BMC", prepend=True)
    page.contents_add(b"EMC")


@caught("unannounced", "“See our website , open daily .” on page 3")
def paragraph_not_announced(tree):
    paragraph = next(found for found in tree.every("P") if found.text.startswith("See our website"))
    paragraph.parent.node["/K"] = Array()


@caught("announced-twice", "twice")
def paragraph_announced_twice(tree):
    paragraph = next(found for found in tree.every("P") if found.text.startswith("See our website"))
    paragraph.parent.node.K.append(paragraph.node)


@caught("page-missing", "a page has been taken out")
def page_deleted(tree):
    del tree.pdf.pages[4]


@caught("text-missing", "not printed there")
def text_announced_that_is_not_there(tree):
    tree.every("Caption")[0].node.K.append(9999)


@caught("kind", "(Marginalia)")
def kind_nobody_knows(tree):
    tree.every("P")[5].node["/S"] = Name.Marginalia


@caught("reading-order", "Page 3 is read out in another order")
def reading_order_swapped(tree):
    section = tree.every("Sect")[0]
    section.node["/K"] = Array(list(reversed(section.node.K)))


@caught("reading-order", "is read out after what stands on page")
def sections_swapped(tree):
    sections = tree.every("Part")[0]
    sections.node["/K"] = Array(list(reversed(sections.node.K)))


@caught("heading-order", "“Background” on page 3 skips a level below “Section 1 Introduction”")
def heading_level_skipped(tree):
    tree.every("H3")[0].node["/S"] = Name.H4


@caught("heading-order", "“Business Plan 2016 – 2019” on page 1, is not of the first level")
def first_heading_lower(tree):
    tree.every("H1")[0].node["/S"] = Name.H2


@caught("heading-empty", "A heading on page 3 has no words")
def heading_emptied(tree):
    tree.every("H3")[0].node["/K"] = Array()


@caught("heading-alone", "“Section 2 Progress” stands alone at the foot of page")
def heading_parted_from_its_text(tree):
    heading = next(found for found in tree.every("H2") if found.text == "Section 2 Progress")
    kept = [child for child in heading.parent.children if child is heading or child.page > heading.page]
    whole = next(found for found in heading.parent.find("Table") if len(found.pages) > 1)
    rows = [row for row in whole.find("TR") if row.page > heading.page]
    heading.parent.node["/K"] = Array([heading.node, *(row.node for row in rows), *(one.node for one in kept[1:])])


@caught("bookmark", "“Section 1 Introduction” on page 3 has no bookmark")
def bookmarks_removed(tree):
    del tree.root["/Outlines"]


@caught("bookmark", "“Section 2 Progress” on page 4 has a bookmark that leads elsewhere")
def bookmarks_lead_to_the_cover(tree):
    for item in tree.dictionaries():
        if "/Title" in item and "/Dest" in item:
            item["/Dest"] = Array([tree.pdf.pages[0].obj, Name.Fit])


@caught("contents", "name page 4 for “Section 2 Progress against the plan”; the line leads to page 3")
def wrong_page_in_the_contents(tree):
    annotation(tree, "Section 2 Progress against the plan")["/Dest"] = String("introduction")


@caught("contents", "no line that leads to “Section 3 Finance”")
def line_of_the_contents_removed(tree):
    item = next(found for found in tree.every("TOCI") if found.text.startswith("Section 3 Finance"))
    kept = [other.node for other in item.parent.children if other is not item]
    item.parent.node["/K"] = Array(kept)


@caught("contents", "There is no contents page")
def contents_turned_into_paragraphs(tree):
    for listed in tree.every("TOC")[1:]:
        listed.parent.node["/K"] = Array([kid.node for kid in listed.parent.children if kid is not listed])
    tree.every("TOC")[0].node["/S"] = Name.Div


@caught("page-number", "Page 4 of 11 says “Page 3 of 10”")
def page_put_in(tree):
    tree.pdf.add_blank_page()
    tree.pdf.pages.insert(2, tree.pdf.pages.p(len(tree.pdf.pages)))
    del tree.pdf.pages[-1]


def without_decoration(tree, number):
    """Take all text out of what is decoration on a page."""
    page, inside, kept = tree.pdf.pages[number - 1], [], []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            inside.append(str(instruction.operands[0]) == "/Artifact")
        elif operator == "EMC":
            inside.pop()
        if not (operator in ("Tj", "TJ") and any(inside)):
            kept.append(instruction)
    page.Contents = tree.pdf.make_stream(pikepdf.unparse_content_stream(kept))


@caught("page-number", "Page 3 doesn't say “Page 3 of 10”")
def page_number_removed(tree):
    without_decoration(tree, 3)


@caught("table-heading-repeated", "“Role” of the table “Members of the Board” on page 8 is not repeated on page 9")
def heading_row_not_repeated(tree):
    without_decoration(tree, table(tree, "Members of the Board").pages[1])


@caught("table-headings", "The table “Figures behind it” on page 6 has no heading cells")
def heading_cells_made_data(tree):
    for head in table(tree, "Figures behind it").find("TH"):
        head.node["/S"] = Name.TD


@caught("table-headings", "top row of the table “Figures behind it” on page 6 is not a heading cell")
def one_heading_cell_made_data(tree):
    next(table(tree, "Figures behind it").find("TH")).node["/S"] = Name.TD


@caught("scope", "“Figures behind it” on page 6 has a heading cell that says neither row nor column")
def scope_removed(tree):
    del next(table(tree, "Figures behind it").find("TH")).node.A["/Scope"]


@caught("headers", "names a heading cell which isn't there")
def headers_lead_nowhere(tree):
    cell(tree, "£34,000.00").node.A["/Headers"] = Array([String("nobody")])


@caught("headers", "The cell “£34,000.00” on page 6 names the wrong heading cells")
def headers_of_another_cell(tree):
    cell(tree, "£34,000.00").node.A["/Headers"] = cell(tree, "£18,000.00").node.A.Headers


@caught("table-grid", "“Figures behind it” on page 6 don't all have the same number of cells")
def cell_taken_out_of_a_row(tree):
    row = cell(tree, "£34,000.00").parent
    row.node["/K"] = Array([row.children[0].node])


@caught("table-grid", "don't all have the same number of cells")
def cell_laid_over_another(tree):
    cell(tree, "£18,000.00").node.A["/RowSpan"] = 2


@caught("table-parts", "its caption amid its rows")
def caption_amid_the_rows(tree):
    whole = table(tree, "Figures behind it")
    caption, head, *bodies = [child.node for child in whole.children]
    whole.node["/K"] = Array([head, caption, *bodies])


@caught("table-split", "continues the one before it")
def table_split(tree):
    whole = table(tree, "Members of the Board")
    _, head, _ = whole.children
    row = next(head.find("TR"))
    cells = [tree.pdf.make_indirect(Dictionary(one.node)) for one in row.children]
    again = tree.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, K=Array(cells)))
    second = tree.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table, K=Array([again])))
    whole.parent.node.K.append(second)


@caught("list", "The list item “• First success ✓” on page 3 is in no list")
def list_items_outside_a_list(tree):
    next(found for found in tree.every("L") if found.text.startswith("•")).node["/S"] = Name.Div


@caught("list", "The list on page 3 holds something that is no item")
def list_without_items(tree):
    next(found for found in tree.every("LI") if found.text.startswith("•")).node["/S"] = Name.P


@caught("list", "holds something besides sign and words")
def list_item_without_its_parts(tree):
    next(found for found in tree.every("LBody") if found.text.startswith("First")).node["/S"] = Name.P


@caught("list", "doesn't say whether its items are numbered")
def list_that_does_not_say_its_kind(tree):
    del tree.every("L")[0].node["/A"]


@caught("description", "The chart on page 8 has no description")
def description_emptied(tree):
    tree.every("Figure")[0].node["/Alt"] = String("")


@caught("figures", "The chart “Bar chart: seen. May 2, June 3.” on page 8 has no table with its figures behind it")
def chart_without_a_table(tree):
    tree.every("Figure")[0].node["/Alt"] = String("Bar chart: seen. May 2, June 3.")


@caught("description", "says nothing: “chart 1.svg”")
def description_that_is_a_file_name(tree):
    tree.every("Figure")[0].node["/Alt"] = String("chart 1.svg")


@caught("link-target", "The link “Section 2 Progress against the plan 4” on page 2 leads nowhere")
def link_broken(tree):
    annotation(tree, "Section 2 Progress against the plan")["/Dest"] = String("nowhere")


@caught("link-target", "leads to no public address: “file:///srv/plan.doc”")
def link_to_a_file_of_the_office(tree):
    annotation(tree, "our website").A["/URI"] = String("file:///srv/plan.doc")


@caught("link-marked", "“our website” on page 3 is not announced as a link")
def link_not_announced(tree):
    tree.holders[annotation(tree, "our website").objgen].node["/S"] = Name.Span


@caught("link-words", "which says nothing")
def link_read_out_as_its_target(tree):
    annotation(tree, "Section 2 Progress against the plan")["/Contents"] = String("progress")


@caught("link-order", "the links on page 3 come in no sure order")
def order_of_links_left_open(tree):
    del tree.pdf.pages[2].obj["/Tabs"]


@pytest.mark.parametrize("name", MUTATIONS)
def test_is_caught(good, texts, name):
    mutation, rule, words = MUTATIONS[name]
    tree = ToSpoil(good, texts)
    mutation(tree)
    faults = checker.check(saved(tree))
    assert rule in {fault.rule for fault in faults}
    assert any(words in fault.words for fault in faults if fault.rule == rule), faults
    for fault in faults:
        assert str(fault.where or "") in fault.words, "a sentence names its page"
        assert fault.words.endswith(".")


def test_every_rule_of_the_checker_is_put_to_the_test():
    source = (pdf.PROJECT / "publications" / "files" / "checker.py").read_text()
    rules = {line.split('"')[1] for line in source.split("Fault(")[2:]}
    assert rules == {rule for _, rule, _ in MUTATIONS.values()} | {"encrypted"}


@pytest.mark.parametrize(("password", "words"), [("", "is encrypted"), ("secret", "without a password")])
def test_locked_file(good, password, words):
    faults = checker.check(saved(PdfTree(good), encryption=pikepdf.Encryption(owner="office", user=password)))
    assert [fault.rule for fault in faults] == ["encrypted"]
    assert words in faults[0].words


def test_an_action_is_found_however_its_name_is_written(good):
    tree = PdfTree(good)
    script_added(tree)
    plain = saved(tree, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"/JavaScript" in plain
    escaped = plain.replace(b"/JavaScript", b"/Java#53cript")  # each object moves: the reader finds them all the same
    assert "action" in {fault.rule for fault in checker.check(escaped)}


def test_file_of_another_program_is_judged_and_not_stumbled_over():
    """A blank page and nothing else."""
    blank = pikepdf.new()
    blank.add_blank_page()
    file = BytesIO()
    blank.save(file)
    rules = {fault.rule for fault in checker.check(file.getvalue())}
    assert {"title", "language", "marked", "heading-order", "contents"} <= rules


@pytest.mark.parametrize("data", [b"", b"A letter", b"%PDF-1.7\n"])
def test_what_is_no_pdf(data):
    with pytest.raises(checker.Unreadable, match="no PDF"):
        checker.check(data)


# The command


def check_pdf(path):
    said = StringIO()
    try:
        call_command("check_pdf", str(path), stdout=said)
    except CommandError as error:
        return said.getvalue(), error
    return said.getvalue(), None


def test_command_says_what_it_looked_at(good, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(good)
    said, error = check_pdf(tmp_path / "plan.pdf")
    assert error is None
    assert "No fault found: looked at title, language" in said


def test_command_says_what_is_wrong(good, tmp_path):
    tree = PdfTree(good)
    description_emptied(tree)
    (tmp_path / "plan.pdf").write_bytes(saved(tree))
    said, error = check_pdf(tmp_path / "plan.pdf")
    assert "The chart on page 8 has no description. (description)" in said
    assert "No fault found" not in said
    assert error.returncode == 1


@pytest.mark.parametrize(("name", "words"), [("letter.pdf", "no PDF"), ("missing.pdf", "No such file")])
def test_command_given_something_else(tmp_path, name, words):
    (tmp_path / "letter.pdf").write_text("Dear Board")
    said, error = check_pdf(tmp_path / name)
    assert said == ""
    assert words in str(error)

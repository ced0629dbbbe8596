"""The page of each goal: what the frozen plan and the frozen report tell of it, each part with its version."""

import re
from datetime import date
from html import unescape

import pytest
from msgspec.structs import replace

from editions import pages
from editions.goals_told import GoalsTold, years
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.content.goals import Action, Goal, Goals
from publications.models import Publication, PublicationKind
from tests.publications.test_checks import Section, document, progress

pytest_plugins = ["tests.southend"]

TODAY = date(2018, 6, 1)
ADDRESS = "https://board.example"
PLAN, REPORT = "/business-plan/2016-2019/", "/annual-report/2014-2015/"
DEVELOPMENT = "Key Areas of Challenge and Development to be carried forward into 2016-2019"


@pytest.fixture(scope="module")
def site(southend):
    return replace(compose(Publication.objects.get(kind=PublicationKind.SITE), on=TODAY), search_engines=True)


@pytest.fixture(scope="module")
def tree(site, content, report):
    return written(site, version(content, 2), version(report))


def version(content, number=1):
    text = codec.write(content)
    control = Control(number=number, published_on=date(2016, 6, number), check_code=codec.digest(text))
    return pages.PublishedVersion(content=content, text=text, control=control, pdf=b"%PDF", pdf_pages=1)


def written(site, *versions, **how):
    return dict(pages.files(site, versions, TODAY, site_address=ADDRESS, **how))


def goal_pages(tree):
    return {path.split("/")[1] for path in tree if re.fullmatch(r"priorities/[\w-]+/index\.html", path)}


def main(tree, key):
    return tree[f"priorities/{key}/index.html"].decode().partition("<main")[2].partition("</main>")[0]


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def headings(tree, key):
    return [words(each) for each in re.findall(r"<h2[^>]*>(.*?)</h2>", main(tree, key))]


def parts(key, plan=None, report=None):
    """What is told of a goal, all words of each part by its heading."""
    told = GoalsTold(plan and version(plan), report and version(report))
    [shown] = [each for each in told.shown if each.goal.key == key]
    return {part.heading: words(" ".join(part.texts)) for part in told.parts(shown)}


def changed(document, place, change):
    """A document whose records in a place are changed by a function."""

    def inside(section):
        records = change(section.records) if section.place == place and section.records else section.records
        return replace(section, records=records, sections=tuple(map(inside, section.sections)))

    return replace(document, sections=tuple(map(inside, document.sections)))


def without(document, place):
    return changed(document, place, lambda records: None)


def planned(content):
    return [goal for shown in GoalsTold(version(content)).shown for goal in [shown.goal]]


def about_the_plan(report, **told):
    """The report as it would be on the plan itself: its rows are of the goals of the plan."""

    def change(records):
        rows = (replace(row, goal=replace(row.goal, **told)) for row in records.goals)
        return replace(records, plan="2016-19", goals=tuple(rows))

    return changed(without(report, "lineage"), "progress", change)


def test_every_goal_of_the_plan_has_a_page_whatever_its_kind(tree, content):
    goals = planned(content)
    assert goal_pages(tree) == {goal.key for goal in goals}
    assert len(goals) == 18
    for goal in goals:
        page = main(tree, goal.key)
        assert goal.title in words(page)
        assert all(aim.words.split("\n")[0] in words(page) for aim in goal.aims)
    assert "Objective 8" in words(main(tree, "training"))


def test_each_part_names_the_version_it_is_from_and_leads_there(tree):
    page = main(tree, "early-help")
    assert headings(tree, "early-help") == [
        "What is wanted",
        "Where it came from",
        "How Priority D went before, in the plan for 2014/15",
    ]
    parts = re.split(r"<h2", page)[1:]
    for part, base, number in zip(parts, (PLAN, REPORT, REPORT), (2, 1, 1), strict=True):
        source = part.rpartition('<p class="quiet">From:')[2]
        section, edition = re.findall(r'href="([^"]+)"', source)[:2]
        assert edition == f"{base}editions/{number}/"
        path, _, anchor = section.partition("#")
        assert f'id="{anchor}"' in tree[f"{path.strip('/')}/index.html"].decode()
        assert f"version {number} , published {number} June 2016" in words(source)


def test_a_page_shows_what_the_report_found_of_its_forerunner(tree):
    told = words(main(tree, "early-help"))
    assert "From 8% (previous quarter) to 10.9% (July 2015): up, against what was wanted." in told
    assert main(tree, "early-help").count("<svg") == 2
    assert "LSCB audits completed evidence that children and families are supported appropriately" in told
    assert "Difference made to children Nothing is written of it" in told
    assert "Split Early help for young adults was added" in told
    assert "A reader's comparison of the two plans" in told


def test_a_figure_that_is_drawn_stands_in_one_table_and_not_in_two(tree):
    drawn = [key for key in goal_pages(tree) if 'class="drawn' in main(tree, key)]
    assert drawn
    for key in drawn:
        page = main(tree, key)
        assert "The figures of the chart" not in page
        assert "<table" in page
        assert page.index("<svg") < page.rindex("<table"), "the table stands behind what is drawn of it"


def test_a_goal_without_a_forerunner_says_so(tree):
    assert "Before Not among the goals before New" in words(main(tree, "training"))
    assert not [heading for heading in headings(tree, "training") if heading.startswith("How")]


def test_one_key_in_two_plans_joins_nothing_by_itself():
    """A report on the plan before: what has the key of our goal may have been about something else."""
    ours = Goal(key="safety", code="A", title="Safer streets", aims=())
    plan = document(Section(key="goals", place="goals", records=Goals(kind="priority", goals=(ours,))))
    report = replace(progress(), kind="annual-report")
    assert list(parts("safety", plan, report)) == ["What is wanted"]
    same = replace(ours, title=report.sections[0].records.goals[0].goal.title)
    plan = document(Section(key="goals", place="goals", records=Goals(kind="priority", goals=(same,))))
    assert list(parts("safety", plan, report)) == ["What is wanted", "How Priority A went before"]


def test_a_report_on_the_plan_itself_tells_of_its_goals_even_if_they_were_reworded(site, content, report):
    tree = written(site, version(content), version(about_the_plan(report, title="As it was worded once")))
    assert headings(tree, "bullying") == ["What is wanted", "How it went, 2014/15"]
    assert "32%" in main(tree, "bullying")
    assert f'href="{PLAN}objectives/#priorities-bullying"' in main(tree, "bullying")
    # Row by row the report leads there, too.
    assert '<a href="/priorities/bullying/">' in tree[f"{REPORT.strip('/')}/progress/index.html"].decode()


def test_what_is_done_is_told_as_the_report_heard_of_it_last(content, report):
    action = Action(key="talk", words="Talk to schools", due_in_words="Ongoing")

    def with_action(records):
        goals = (replace(goal, actions=(action,)) if goal.key == "bullying" else goal for goal in records.goals)
        return replace(records, goals=tuple(goals))

    plan = changed(content, "goals", with_action)
    assert "Talk to schools Ongoing" in parts("bullying", plan)["What is done"]
    heard = about_the_plan(report, actions=(replace(action, update="All schools were seen"),))
    assert "All schools were seen" in parts("bullying", plan, heard)["What is done"]


def test_findings_stand_with_the_goals_that_answer_them_and_with_no_other(content, report):
    title = next(goal.title for goal in planned(content) if goal.key == "bullying")

    def answer(words):
        return lambda records: replace(records, findings=(replace(records.findings[0], answered_by=words),))

    for said, is_there in (
        (f"B {title}", True),
        (f"A Something; B {title}", True),
        (f"B {title} (2016-19)", True),
        (f"B {title} (2013-16)", False),
        (f"B {title} and more", False),
        (f"AB {title}", False),
    ):
        answered = changed(report, "areas-for-development", answer(said))
        assert (DEVELOPMENT in parts("bullying", content, answered)) == is_there, said
        assert DEVELOPMENT not in parts("self-harm", content, answered)


def test_with_a_plan_alone_its_own_progress_is_told(content):
    assert "32%" in parts("bullying", content)["How Priority B went before, in the plan for 2014/15"]


def test_with_a_report_alone_its_goals_have_the_pages(site, report):
    tree = written(site, version(report))
    assert "domestic-abuse" in goal_pages(tree)
    assert headings(tree, "domestic-abuse") == ["How it went, 2014/15", "What became of it"]
    assert "Wanted: down. There is no figure to tell by." in words(main(tree, "domestic-abuse"))
    assert '<a href="/priorities/bullying/">' in tree["index.html"].decode()


def test_without_plan_and_report_there_is_no_page_and_none_is_led_to(site):
    tree = written(site)
    assert not [path for path in tree if path.startswith("priorities")]
    assert "/priorities/" not in tree["index.html"].decode()


def test_home_page_and_section_lead_to_each_page(tree):
    home, section = tree["index.html"].decode(), tree[f"{PLAN.strip('/')}/objectives/index.html"].decode()
    for key in ("self-harm", "bullying", "early-help"):
        assert f'<a href="/priorities/{key}/">' in home
        row = section.partition(f'id="priorities-{key}"')[2].partition("</tr>")[0]
        assert f'<a href="/priorities/{key}/">' in row
    listed = tree["priorities/index.html"].decode()
    assert all(f'<a href="/priorities/{key}/">' in listed for key in goal_pages(tree))
    assert '<a href="/priorities/">' in home, "as the plan has goals of a second kind"


def test_a_version_that_stays_leads_to_no_page_that_may_go(tree):
    assert "/priorities/" not in tree[f"{PLAN.strip('/')}/editions/2/index.html"].decode()


def test_a_goal_can_be_found_and_is_listed(tree):
    html = tree["priorities/self-harm/index.html"].decode()
    assert "<title>Priority A: Reduce incidents of self-harm among children and young people – " in html
    assert f'<link rel="canonical" href="{ADDRESS}/priorities/self-harm/">' in html
    assert '<meta name="description" content="Priority A: Reduce incidents of self-harm' in html
    assert f"<loc>{ADDRESS}/priorities/self-harm/</loc><lastmod>2016-06-02</lastmod>" in tree["sitemap.xml"].decode()
    entry = tree["search/words/s/index.html"].decode().partition("<dt>self</dt>")[2].partition("</div>")[0]
    assert 'href="/priorities/self-harm/"' in entry


def test_goals_below_another_lead_to_each_other(site, content):
    def below(records):
        first, *rest = records.goals
        return replace(records, goals=(first, replace(rest[0], under=first.key), *rest[1:]))

    tree = written(site, version(changed(content, "goals", below)))
    assert headings(tree, "self-harm")[-1] == "Below it"
    trail = main(tree, "bullying").partition('class="trail"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', trail) == ["/", "/priorities/", "/priorities/self-harm/"]


def test_levels_that_go_round_in_a_circle_end_somewhere(site, content):
    def circle(records):
        return replace(records, goals=tuple(replace(goal, under=goal.key) for goal in records.goals))

    assert len(goal_pages(written(site, version(changed(content, "goals", circle))))) == 18


def test_what_was_taken_down_says_so_at_the_pages_of_its_goals(site, content, report):
    gone = pages.TakenDown(addresses=(PLAN,), title="The plan, version 1", on=TODAY, reason="A mistake.")
    tree = written(site, gone=[gone])
    assert "A mistake." in tree["priorities/410.html"].decode()
    # While something has pages of goals, what isn't among them is unknown.
    assert "priorities/410.html" not in written(site, version(report), gone=[gone])


def test_own_words_for_a_goal_name_it(content):
    def called(records):
        return replace(records, one="Ambition", many="Ambitions")

    assert GoalsTold(version(changed(content, "goals", called))).shown[0].name == "Ambition A"


@pytest.mark.parametrize("words", ["2016 – 2019", "2016-19", "April 2016 to March 2019", "2016/2019"])
def test_years_are_the_same_however_they_are_written(words):
    assert years(words) == ("2016", "19") != years("2014/15")

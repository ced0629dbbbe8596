"""What a section of a document can show from the records: one table, read by every floor of the way to the page.

A subject has one name in three folders. The struct of a section lies in `content/<subject>.py`; under its tag (with
underscores) `compose/<subject>.py` has the function that reads it from the live tables, and `sections/<subject>.py` the
one that lays it out in blocks.
"""

from functools import cache, reduce
from importlib import import_module
from operator import or_
from typing import NamedTuple

from .base import Fact
from .challenges import Challenges
from .decisions import DecisionsTaken
from .figures import OtherFigures
from .gaps import Gaps
from .glossary import Glossary
from .goals import Findings, Goals, Principles, Progress
from .inspections import Inspections
from .learning import Learning
from .lineage import Lineage, NotRecorded
from .linked import LinkedPlans
from .meetings import Attendance, Coverage, ForwardPlan
from .money import Budget, Contributions
from .people import Chairs, Members, Structure
from .policies import Policies
from .statements import Statements
from .summary import Summary
from .training import Training

OWN_WORDS = "own-words"


class SectionType(NamedTuple):
    """What a section opens: its code, what the office calls it, and the content that it shows; None: own words only.

    `needs` are the records that the publication has to name; without one of them the section shows nothing.
    """

    place: str
    words: str
    struct: type[Fact] | None
    needs: tuple[str, ...] = ()


TABLE = (
    SectionType(OWN_WORDS, "Own words only", None),
    SectionType("summary", "Executive summary: figures and sentences of this document", Summary),
    SectionType("progress", "Progress on the past plan", Progress, ("past_plan", "reporting_period")),
    SectionType("key-successes", "Key successes", Findings, ("reporting_period",)),
    SectionType("areas-for-development", "Areas for development", Findings, ("reporting_period",)),
    SectionType("further-priorities", "Further areas of priority", Findings, ("reporting_period",)),
    SectionType("goals", "Goals: of a part of the plan, or all that stand in no other section", Goals, ("plan",)),
    SectionType("principles", "Principles, and the goals that serve each", Principles, ("plan",)),
    SectionType("challenges", "Challenges and risks", Challenges),
    SectionType("learning", "Learning: audits, reviews, surveys, what people said", Learning, ("reporting_period",)),
    SectionType("training", "Training and campaigns", Training, ("reporting_period",)),
    SectionType("statements", "Statements of members", Statements),
    SectionType("inspections", "Inspections", Inspections, ("reporting_period",)),
    SectionType("policies", "Policies", Policies),
    SectionType("decisions", "Decisions", DecisionsTaken, ("body",)),
    SectionType("linked-plans", "Plans it ties in with", LinkedPlans),
    SectionType("other-figures", "Figures that belong to no goal", OtherFigures),
    SectionType("gaps", "Figures that are missing", Gaps),
    SectionType("contributions", "Who pays what", Contributions, ("budget",)),
    SectionType("budget", "Income and spending", Budget, ("budget",)),
    SectionType("forward-plan", "Forward plan", ForwardPlan, ("body",)),
    SectionType("coverage", "What the agendas cover", Coverage, ("body", "plan")),
    SectionType("attendance", "Attendance at meetings", Attendance, ("body",)),
    SectionType("structure", "Structure of the {body}", Structure, ("body",)),
    SectionType("members", "Members of the {body}", Members, ("body",)),
    SectionType("chairs", "Chairs of the sub-groups", Chairs, ("body",)),
    SectionType("lineage", "Where the goals came from", Lineage, ("plan", "past_plan")),
    SectionType("not-recorded", "What is not recorded", NotRecorded, ("past_plan", "reporting_period")),
    SectionType("glossary", "Glossary", Glossary),
)
BY_PLACE = {each.place: each for each in TABLE}
Records = reduce(or_, dict.fromkeys(each.struct for each in TABLE if each.struct))


@cache
def in_folder(folder: str, struct: type[Fact]):
    """The function of a folder (publications.compose, publications.sections) that goes with a struct of content."""
    subject = struct.__module__.rpartition(".")[2]
    return getattr(import_module(f"{folder}.{subject}"), struct.__struct_config__.tag.replace("-", "_"))

"""What the board wants to change, what is done for it, and what figures, audits and people told it."""

from .actions import Action, ActionLead, ActionUpdate
from .collecting import Arrived, AskedFigure, Asking, Chase, Collection
from .figures import Indicator, Measure, Observation, Redefinition, Series
from .findings import Answer, Finding, Lineage
from .learning import BearsOn, Learning, Places, Training
from .plan import Goal, Lead, Part, Plan, Principle, Related, Serves
from .progress import Aim, Evidence, Progress, Shows
from .recommendations import Recommendation
from .small import FindingFigure, Release, SmallNumbersRule

__all__ = [
    "Action",
    "ActionLead",
    "ActionUpdate",
    "Aim",
    "Answer",
    "Arrived",
    "AskedFigure",
    "Asking",
    "BearsOn",
    "Chase",
    "Collection",
    "Evidence",
    "Finding",
    "FindingFigure",
    "Goal",
    "Indicator",
    "Lead",
    "Learning",
    "Lineage",
    "Measure",
    "Observation",
    "Part",
    "Places",
    "Plan",
    "Principle",
    "Progress",
    "Recommendation",
    "Redefinition",
    "Related",
    "Release",
    "Series",
    "Serves",
    "Shows",
    "SmallNumbersRule",
    "Training",
]

"""What the board wants to change, what is done for it, and what figures, audits and people told it."""

from .actions import Action, ActionLead, ActionUpdate
from .figures import Indicator, Measure, Observation, Redefinition, Series
from .findings import Answer, Finding, Lineage
from .plan import Goal, Lead, Part, Plan, Principle, Related, Serves
from .progress import Aim, Evidence, Progress

__all__ = [
    "Action",
    "ActionLead",
    "ActionUpdate",
    "Aim",
    "Answer",
    "Evidence",
    "Finding",
    "Goal",
    "Indicator",
    "Lead",
    "Lineage",
    "Measure",
    "Observation",
    "Part",
    "Plan",
    "Principle",
    "Progress",
    "Redefinition",
    "Related",
    "Series",
    "Serves",
]

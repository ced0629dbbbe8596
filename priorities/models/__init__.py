"""What the board wants to change, how it will know, and what the figures, audits and people told it."""

from .figures import Indicator, Measure, Observation, Series
from .findings import Answer, Finding, Lineage
from .plan import Goal, Lead, Part, Plan, Principle, Related, Serves
from .progress import Aim, Evidence, Progress

__all__ = [
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
    "Related",
    "Series",
    "Serves",
]

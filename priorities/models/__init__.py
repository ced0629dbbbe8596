"""What the board wants to change, how it will know, and what the figures, audits and people told it."""

from .figures import Indicator, Measure, Observation, Redefinition, Series
from .findings import Answer, Finding, Lineage
from .plan import Goal, Lead, Part, Plan, Related
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
    "Progress",
    "Redefinition",
    "Related",
    "Series",
]

"""The meetings ahead, and what each will consider."""

from .meetings import WITH_NAMES, AgendaItem, Meeting, StandingItem

__all__ = ["WITH_NAMES", "AgendaItem", "Meeting", "StandingItem"]

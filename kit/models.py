"""The floor's own tables."""

from kit.drafts.models import Draft, Sent

__all__ = ["Draft", "Sent"]

"""What the board decided, published and presented."""

from .decision import Approval
from .edition import Edition, Rendition
from .files import KeptFile
from .presented import Presented

__all__ = ["Approval", "Edition", "KeptFile", "Presented", "Rendition"]

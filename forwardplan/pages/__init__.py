"""The office's pages about meetings that are more than lists of rows."""

from django.urls import path

from .attendance import MarkingPage
from .coverage import CoveragePage
from .moving import MoveItem
from .next_year import LaidOut, NextYear

urlpatterns = [
    path("meetings/<int:pk>/attendance/", MarkingPage.as_view(), name="attendance"),
    path("meetings/item/<int:pk>/move/", MoveItem.as_view(), name="item-move"),
    path("meetings/<slug:key>/coverage/", CoveragePage.as_view(), name="coverage"),
    path("meetings/<slug:key>/next-year/", NextYear.as_view(), name="next-year"),
    path("meetings/laid-out/<int:moment>/", LaidOut.as_view(), name="laid-out"),
]

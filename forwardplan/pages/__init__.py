"""The office's pages about meetings that are more than lists of rows."""

from django.urls import path

from .attendance import MarkingPage, MarksBack
from .coverage import CoveragePage
from .moving import MoveItem
from .next_year import LaidOut, NextYear
from .serving import GoalsBack, GoalsOfItems

urlpatterns = [
    path("meetings/<int:pk>/attendance/", MarkingPage.as_view(), name="attendance"),
    path("meetings/<int:pk>/attendance/back/<slug:moment>/", MarksBack.as_view(), name="attendance-back"),
    path("meetings/item/<int:pk>/move/", MoveItem.as_view(), name="item-move"),
    path("meetings/<slug:key>/coverage/", CoveragePage.as_view(), name="coverage"),
    path("meetings/<slug:key>/coverage/goals/", GoalsOfItems.as_view(), name="coverage-goals"),
    path("meetings/<slug:key>/coverage/back/<slug:moment>/", GoalsBack.as_view(), name="coverage-back"),
    path("meetings/<slug:key>/next-year/", NextYear.as_view(), name="next-year"),
    path("meetings/laid-out/<int:moment>/", LaidOut.as_view(), name="laid-out"),
]

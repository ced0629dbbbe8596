"""Every address that needs the program. The public documents are files and come before all of these."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from editions.standing import of_the_same_text
from lscb.office.printing import meetings, sheets
from membership import identity
from priorities.given import GivenFigures
from publications.given import GivenStatement
from publications.reading import GivenDraft, GivenPicture
from publications.urls import previews

from . import csp_reports, health, home
from .custody.archives import ArchiveFile
from .custody.views import Leave, LiftHold, RemovePhrase, Retention
from .long_work import LongWorkPage
from .members.organisations import OrganisationList, OrganisationPage, OwnOrganisation, WriteReply
from .members.views import Brief, Welcome
from .office import (
    choosing,
    commented,
    finding,
    first_page,
    history,
    law,
    mending,
    money,
    next_plan,
    next_report,
    overview,
    pasting,
    places,
    reminders,
    succeeded,
    whole,
)
from .security_txt import security_txt

# The admin has no sign-in of its own.
admin.site.login = secure_admin_login(admin.site.login)

handler500 = "lscb.outage.server_error"
# Not Django's: allauth asks for it.
handler429 = "lscb.outage.too_many"

urlpatterns = [
    # Once something is published the first page is a file, and comes before this one.
    path("", home.Home.as_view(), name="home"),
    path("accounts/", include("membership.accounts.urls")),
    # By signature: whoever holds the link, and nobody else.
    path("given/figures/<str:word>/", GivenFigures.as_view(), name="given-figures"),
    path("given/statement/<str:word>/", GivenStatement.as_view(), name="given-statement"),
    path("given/draft/<str:word>/", GivenDraft.as_view(), name="given-draft"),
    path("given/draft/<str:word>/<slug:digest>/", GivenPicture.as_view(), name="given-picture"),
    path("colour/<slug:digits>.css", identity.ColourSheet.as_view(), name="colour"),
    path("members/", Welcome.as_view(), name="welcome"),
    path("members/brief.pdf", Brief.as_view(), name="brief"),
    path("members/before/<int:pk>/", Welcome.as_view(), name="welcome-then"),
    path("members/before/<int:pk>.pdf", Brief.as_view(), name="brief-then"),
    path("members/organisation/", OwnOrganisation.as_view(), name="own-organisation"),
    path("members/organisations/<slug:key>/", OrganisationPage.as_view(), name="organisation"),
    path("members/organisations/<slug:key>/reply/", WriteReply.as_view(), name="organisation-reply"),
    path("office/organisations/", OrganisationList.as_view(), name="organisations"),
    path("office/", first_page.Office.as_view(), name="office"),
    path("office/first-day/hide/", first_page.HideFirstDay.as_view(), name="first-day-hide"),
    path("office/first-day/documents/", first_page.FirstDocuments.as_view(), name="first-day-documents"),
    path("office/owing/", reminders.Owing.as_view(), name="owing"),
    path("office/owing/<int:pk>/", reminders.LeaveOut.as_view(), name="owing-leave-out"),
    path("office/find/", finding.Find.as_view(), name="find"),
    path("office/paste/", whole.Lists.as_view(), name="paste-lists"),
    path("office/paste/all/", whole.All.as_view(), name="paste-all"),
    path("office/paste/all/<int:number>/", whole.OnePiece.as_view(), name="paste-piece"),
    path("office/paste/done/<slug:moment>/", pasting.Pasted.as_view(), name="pasted"),
    path("office/paste/<slug:slug>/", pasting.Paste.as_view(), name="paste"),
    path("office/history/", history.History.as_view(), name="history"),
    path("office/history.csv", history.HistoryCsv.as_view(), name="history-csv"),
    path("office/history/<slug:kind>/<int:pk>/", history.RecordHistory.as_view(), name="history-record"),
    path("office/history/<slug:kind>/<int:pk>/restore/", history.Restore.as_view(), name="history-restore"),
    path("office/history/<slug:kind>/<int:pk>/<int:number>/undo/", history.Undo.as_view(), name="history-undo"),
    path("office/plan/<slug:key>/next/", next_plan.NextPlan.as_view(), name="plan-next"),
    path("office/plan/<slug:key>/started/", next_plan.PlanStarted.as_view(), name="plan-started"),
    path("office/print/forward-plan/", sheets.ForwardPlanSheet.as_view(), name="print-forward-plan"),
    path("office/print/budget/<slug:key>/", sheets.BudgetSheet.as_view(), name="print-budget"),
    path("office/budget/<slug:key>/", money.BudgetAndDecisions.as_view(), name="office-budget"),
    path("office/budget/<slug:key>/agreed/", money.Agreed.as_view(), name="budget-agreed"),
    path("office/budget/<slug:key>/beside/", money.BesideYears.as_view(), name="budget-beside"),
    path("office/print/beside/<slug:key>/", money.BesideSheet.as_view(), name="print-beside"),
    path("office/print/split/<int:pk>/", sheets.SplitSheet.as_view(), name="print-split"),
    path("office/print/members/", sheets.MembersSheet.as_view(), name="print-members"),
    path("office/print/attendance/<int:pk>/", sheets.AttendanceSheet.as_view(), name="print-attendance"),
    path("office/print/actions/", sheets.ActionsSheet.as_view(), name="print-actions"),
    path("office/print/agenda/<int:pk>/", meetings.AgendaSheet.as_view(), name="print-agenda"),
    path(
        "office/print/attendance-report/<slug:key>/",
        meetings.AttendanceReportSheet.as_view(),
        name="print-attendance-report",
    ),
    path("office/print/gaps/", sheets.GapsSheet.as_view(), name="print-gaps"),
    path("office/print/figures/<int:party>/", sheets.Request.as_view(), name="print-request"),
    path("office/unsaved/<int:pk>/", first_page.Unsaved.as_view(), name="unsaved"),
    path("office/members/succeeded/", succeeded.Succeeded.as_view(), name="succeeded"),
    path("office/members/succeeded/<slug:moment>/undo/", succeeded.UndoSuccession.as_view(), name="succeeded-undo"),
    path("office/law/", law.Laws.as_view(), name="laws"),
    path("office/", include(places.urlpatterns)),
    path("office/<slug:kind>/<slug:slug>/checks/", mending.Checks.as_view(), name="checks"),
    path("office/report/<slug:key>/start/", next_report.StartReport.as_view(), name="report-start"),
    path("office/<slug:kind>/<slug:slug>/overview/", overview.SectionsBoard.as_view(), name="document-overview"),
    path("office/<slug:kind>/<slug:slug>/take-back/", overview.TakeReportBack.as_view(), name="report-start-back"),
    path("office/<slug:kind>/<slug:slug>/choose/", choosing.Choose.as_view(), name="summary-choose"),
    path("office/<slug:kind>/<slug:slug>/comments/", commented.Comments.as_view(), name="office-comments"),
    path("office/<slug:kind>/<slug:slug>/comments/<int:pk>/", commented.SettleComment.as_view(), name="comment-settle"),
    path("office/<slug:kind>/<slug:slug>/law/", law.WhatTheLawWants.as_view(), name="wanted"),
    path("office/remove/", RemovePhrase.as_view(), name="remove"),
    path("office/leave/", Leave.as_view(), name="leave"),
    path("office/leave/<int:pk>.zip", ArchiveFile.as_view(), name="leave-file"),
    path("office/long-work/<int:pk>/", LongWorkPage.as_view(), name="long-work"),
    path("office/retention/", Retention.as_view(), name="retention"),
    path("office/retention/<int:pk>/lift/", LiftHold.as_view(), name="hold-lift"),
    path("office/people/", include("membership.people.urls")),
    path("office/", include("editions.urls")),
    path("office/", include(previews(of_the_same_text))),
    path(settings.CSP_REPORTS.strip("/") + "/", csp_reports.reports, name="csp-reports"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("health/findings", health.findings, name="health-findings"),
    path("admin/", admin.site.urls),
]

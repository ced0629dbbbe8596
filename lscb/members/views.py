"""Pages for everybody who signs in."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from kit import clock
from kit.access import Permitted
from lscb.members import brief, dashboard
from lscb.members.reader import board_meetings, reader
from membership.models import Body
from membership.roles import May
from priorities.models import Plan
from publications.files import pdf
from publications.views import AGAIN_IN

EARLIER = 6  # meetings whose page of then is offered
MOST_LISTED = 40  # rows of a list, until somebody asks for all


class BeforeMeeting(Permitted):
    """For everybody who may read the members' pages: as things stand, or as they stood before a meeting."""

    permission_required = May.READ

    @cached_property
    def meetings(self):
        return board_meetings()

    @cached_property
    def meeting(self):
        """The meeting that the address names, if it is one of the board that is over; None if it names none."""
        if "pk" not in self.kwargs:
            return None
        row = next((row for row in self.meetings if row.pk == self.kwargs["pk"]), None)
        if row is None or row.at_latest >= clock.today():
            raise Http404
        return row

    @cached_property
    def reader(self):
        if self.meeting is None:
            return reader(self.request.user, clock.today(), self.meetings)
        return reader(self.request.user, day_before(self.meeting), self.meetings, past=True)


def day_before(meeting):
    """The day before a meeting; if its day isn't recorded, before the first day on which it can have been."""
    return (meeting.on or date(meeting.year, meeting.month or 1, 1)) - timedelta(days=1)


class Welcome(BeforeMeeting, TemplateView):
    """Where people arrive: what a board member wants to know before a meeting."""

    template_name = "members/welcome.html"

    def get(self, request, *args, **kwargs):
        # Before anything is recorded there is nothing to read here, and everything to set up there.
        if request.user.has_perm(May.EDIT) and (not request.board or self.is_new()):
            return redirect("office")
        return super().get(request, *args, **kwargs)

    def is_new(self):
        return not (self.meetings or Body.objects.exists() or Plan.objects.exists())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **dashboard.gather(self.reader),
            listed=":" if "all" in self.request.GET else f":{MOST_LISTED}",
            brief=reverse("brief-then", args=[self.meeting.pk]) if self.meeting else reverse("brief"),
            earlier=[] if self.meeting else self.reader.before[:EARLIER],
            **kwargs,
        )


class Brief(BeforeMeeting, View):
    """The same on two pages of A4, made on the spot."""

    def get(self, request, *args, **kwargs):
        facts = dashboard.gather(self.reader)
        try:
            made = brief.make(facts, request.build_absolute_uri(reverse("welcome")))
        except pdf.PdfFailed as failure:
            return self.without(failure)
        name = f"before-you-meet-{self.reader.next.key if self.reader.next else self.reader.day}"
        return HttpResponse(
            made.data,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
        )

    def without(self, failure):
        """The page that says why the brief was not made; what it would say stands on the members' page."""
        busy = isinstance(failure, pdf.PdfBusy)
        page = reverse("welcome-then", args=[self.meeting.pk]) if self.meeting else reverse("welcome")
        context = {"failure": failure, "is_busy": busy, "page": page}
        answer = render(self.request, "members/no_brief.html", context, status=503)
        if busy:
            answer["Retry-After"] = AGAIN_IN
        return answer

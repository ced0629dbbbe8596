"""The page that holds goals against meetings: what never comes before a body is said in words."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from forwardplan import wording, years
from forwardplan.coverage import PLURALS, coverage, never_in_words, plan_of
from kit import clock
from kit.grouping import grouped
from kit.wording import cut, opening
from membership.models import Body
from membership.pages import InOffice
from membership.roles import May
from priorities.models import Goal

WORDS_FOR = 6  # meetings at most, whose cells name the items


class CoveragePage(InOffice, TemplateView):
    """Which goals the agendas of one body's year serve."""

    template_name = "office/coverage.html"

    def get_context_data(self, key, **kwargs):
        today = clock.today()
        body = get_object_or_404(Body, key=key)
        known = list(body.meeting_set.all())
        choices = years.spans_of(known)
        span = years.chosen(choices, self.request.GET.get("of"), today)
        plan = plan_of(span, today)
        found = coverage(plan, years.meetings_in(span, known))
        may = self.request.user.has_perm(May.EDIT)
        ahead = next((row for row in found.meetings if row.state == row.State.PLANNED and row.at_latest >= today), None)
        lines = grouped((line.goal.kind, self.row(line, found, ahead if may else None)) for line in found.goals)
        headings = PLURALS | ({Goal.Kind.PRIORITY: plan.goals_called} if plan and plan.goals_called else {})
        return super().get_context_data(
            body=body,
            plan=plan,
            span=span,
            choices=[{"address": f"?of={each.name}", "words": each.words, "current": each == span} for each in choices],
            bodies=[
                {"address": reverse("coverage", args=[each.key]), "words": each.name, "current": each == body}
                for each in Body.objects.filter(meeting__isnull=False).distinct()
            ],
            meetings=found.meetings,
            groups=[{"heading": opening(headings[kind]), "rows": lines[kind]} for kind in Goal.Kind if kind in lines],
            never=never_in_words(found, plan) if found.meetings else "",
            unsaid=wording.unsaid(found.unsaid, found.items),
            may_say=may and plan and found.unsaid,
            undo=self.request.session.pop("undo", None),
            all_covered=found.goals and not found.never,
            without_words=len(found.meetings) > WORDS_FOR,
            **kwargs,
        )

    def row(self, line, found, ahead):
        adding = f"{reverse('row-add', args=['agendaitem'])}?meeting={ahead.pk}&goal={line.goal.pk}" if ahead else ""
        return {
            "goal": line.goal,
            "name": cut(line.goal, 90),
            "cells": [(meeting, line.items.get(meeting.pk, ())) for meeting in found.meetings],
            "never": line.is_never,
            "add": adding if line.is_never else "",
            "to": ahead.when if ahead else "",
        }

"""The office's page of small numbers: the rules, what they hold back and why, what goes out by a decision."""

import tomllib
from functools import cache
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import View

from kit import wording
from kit.access import Permitted
from kit.kinds import Kind, Listing, RowColumn, page
from kit.stamps import Conflict
from kit.together import Together
from kit.wording import counted
from membership.pages import OfficePage
from membership.roles import May
from priorities import small as rules
from priorities.disclosure import PROTECTS, SMALL
from priorities.models import Indicator, Observation, Release, SmallNumbersRule
from priorities.small_cells import SHARES
from publications import forms, models
from publications.compose.small import Held

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "small_numbers.toml"
ADDED = "Rules for small numbers that come with the program"  # the reason in the history
FEW = 5  # indicators of a page; each is judged anew, with all its figures

OTHER_NUMBER = Kind(
    form=forms.OtherNumberForm,
    place=page("office-small-numbers"),
    may=May.EDIT,
    columns=(
        RowColumn("Sentence", "sentence"),
        RowColumn("Is no figure of", lambda row: wording.cut(row.indicator, 70)),
        RowColumn("What the number is", "note"),
    ),
)


@cache
def shipped():
    """The rules that come with the program, as columns of the table."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["rules"])


class SmallNumbers(OfficePage):
    """The rules for small numbers, what is held back by them and why, and what goes out by a decision."""

    template_name = "office/small_numbers.html"
    heading = "Small numbers"
    lead = (
        "What the public doesn’t read of the figures. The office and the members’ pages show every figure as it is; "
        "plan, report and their files hold nothing that stands here."
    )
    back = (reverse_lazy("office-figures"), "Figures")

    @cached_property
    def held(self):
        return Held()

    def listings(self):
        yield Listing(rules.RULE, self.held.rules.values(), "Rules")
        decisions = Release.objects.select_related("observation__series__indicator", "asked_by", "allowed_by")
        yield Listing(rules.RELEASE, decisions, "Shown by decision", None)
        others = models.OtherNumber.objects.select_related("indicator")
        yield Listing(OTHER_NUMBER, others, "Numbers in sentences that are other figures", None)

    def get_context_data(self, **kwargs):
        small = Indicator.objects.filter(pk__in=self.held.small).values_list("pk", flat=True)
        page = Paginator(small, FEW).get_page(self.request.GET.get("page"))
        user = self.request.user
        return super().get_context_data(
            rows=list(self.held_back(page)),
            page=page,
            waiting=self.waiting(user),
            gaps=list(self.gaps()),
            may_take=user.has_perm(May.EDIT) and any(each["name"] not in self.names for each in shipped()),
            may_ask=user.has_perm(May.SEND),
            **kwargs,
        )

    @cached_property
    def names(self):
        return {row.name for row in self.held.rules.values()}

    def held_back(self, numbers):
        """The figures of some indicators that no document holds, each with why."""
        asked = set(Release.objects.values_list("observation", flat=True)) if self.held.small else set()
        for indicator in self.held.whole(numbers):
            verdicts = self.held.verdicts(indicator)
            for line in indicator.series_set.all():
                for seen in line.observation_set.all():
                    verdict = verdicts[seen.pk]
                    if verdict.is_held_back:
                        yield {
                            "address": reverse("office-indicator", args=[indicator.key]),
                            "name": f"{indicator.name}: {line.name}",
                            "period": seen.period or "Period not stated",
                            "figure": wording.figure(seen, indicator.unit, indicator.decimals),
                            "why": why(verdict, seen, indicator.unit),
                            "exposed": verdict.exposed,
                            "ask": ""
                            if verdict.how != SMALL or seen.value is None or seen.pk in asked
                            else f"{reverse('row-add', args=['release'])}?observation={seen.pk}",
                        }

    def waiting(self, user):
        """What was asked for and nobody has allowed, with whether this person may."""
        rows = Release.objects.filter(allowed_by__isnull=True, decided_by="").select_related(
            "observation__series__indicator", "asked_by"
        )
        for row in rows:
            yield {
                "row": row,
                "figure": rules.figure(row),
                "may": user.has_perm(May.APPROVE) and row.asked_by_id != user.pk,
            }

    def gaps(self):
        """What nobody can judge, in sentences."""
        if not self.held.rules:
            yield "No rule is recorded, so nothing is held back."
            return
        if self.held.usual is None:
            without = Indicator.objects.filter(small_numbers__isnull=True).count()
            if without:
                yield (
                    f"For {counted(without, 'indicator')} no rule is said, and none holds for all others: nothing of "
                    "them is held back, but for breakdowns with a rule of their own."
                )
        shares = Observation.objects.filter(
            value__isnull=False, series__indicator__unit__in=SHARES, numerator__isnull=True
        ).count()
        if shares:
            yield (
                f"{counted(shares, 'share or rate', 'shares and rates')} without the counts behind "
                f"{'it' if shares == 1 else 'them'}: nobody can tell whether so few are meant."
            )


def why(verdict, seen, unit):
    """Why a figure is held back, in words."""
    if verdict.how == PROTECTS:
        return "To protect another one: with it that one could be reckoned"
    if seen.value is None:
        return "Held back by whoever supplied it"
    rule = verdict.rule
    if unit in SHARES and rule and seen.denominator is not None and seen.denominator < rule.least_base:
        return f"A share of fewer than {rule.least_base:,} ({rule.name})"
    return f"Small: {rule.least:,} to {rule.most:,} ({rule.name})" if rule else "Small"


class TakeRules(Permitted, View):
    """Adds the rules that come with the program; one of the same name is left as it is."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    @transaction.atomic
    def post(self, request):
        there = set(SmallNumbersRule.objects.values_list("name", flat=True))
        last = SmallNumbersRule.objects.aggregate(last=Max("position"))["last"] or 0
        together = Together(ADDED, request.user)
        new = [each for each in shipped() if each["name"] not in there]
        for place, each in enumerate(new, start=last + 1):
            together.add(SmallNumbersRule(position=place, **each))
        messages.success(
            request,
            f"Added: {counted(len(new), 'rule')}. Say which of them holds for every indicator, and which for some.",
        )
        return HttpResponseRedirect(reverse("office-small-numbers"))


class Allow(Permitted, View):
    """Lets a small figure be shown that somebody else asked for."""

    permission_required = May.APPROVE
    http_method_names = ("post",)

    def post(self, request, pk):
        release = get_object_or_404(Release.objects.select_related("observation"), pk=pk)
        try:
            if release.is_allowed or release.value != release.observation.value:
                messages.error(request, "Nothing was allowed: the figure is another one by now, or it is decided.")
            else:
                with transaction.atomic():
                    rules.allow(release, by=request.user)
                messages.success(request, f"Allowed: {release} is shown from the next draft on.")
        except Conflict:
            messages.error(request, "Nothing was allowed: somebody changed it in the same moment. Look at it again.")
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return HttpResponseRedirect(reverse("office-small-numbers"))


class NotThisFigure(Permitted, View):
    """Notes that a number in a sentence isn't the figure that is held back: it isn't asked about again."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    def post(self, request, kind, slug):
        indicator = Indicator.objects.filter(key=request.POST.get("indicator", "")).first()
        sentence = " ".join(request.POST.get("sentence", "").split())
        if indicator is None or not sentence:
            raise Http404
        if (indicator.key, sentence) not in set(models.OtherNumber.marks()):
            with transaction.atomic():
                Together("Said that a number is another figure", request.user).add(
                    models.OtherNumber(indicator=indicator, sentence=sentence)
                )
        messages.success(request, "Noted. It isn’t asked about again; it stands with the small numbers, to be undone.")
        return HttpResponseRedirect(reverse("checks", args=[kind, slug]))


KINDS = (OTHER_NUMBER,)
urlpatterns = [
    path("small-numbers/", SmallNumbers.as_view(), name="office-small-numbers"),
    path("small-numbers/rules/", TakeRules.as_view(), name="small-numbers-rules"),
    path("small-numbers/allow/<int:pk>/", Allow.as_view(), name="small-numbers-allow"),
    path("small-numbers/other/<slug:kind>/<slug:slug>/", NotThisFigure.as_view(), name="not-this-figure"),
]

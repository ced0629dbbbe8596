"""The page behind a link that was sent out: one request, filled in by somebody without a sign-in.

Whoever opens the link sees a button and nothing else, so that a scanner of mail finds nothing. What is sent waits until
the office accepts it.
"""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from kit import clock
from membership import links
from priorities import rounds, supply
from priorities.collecting import PER_PAGE, PURPOSE, rows_before, ways


# The address is all that anybody needs here: no cookie speaks for whoever sends, so no other site can borrow one. (A
# browser that was told to send no referrer names no origin either, and would be refused.)
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class GivenFigures(View):
    """One request for figures, for whoever holds its link."""

    http_method_names = ("get", "head", "post", "options")

    def dispatch(self, request, word):
        try:
            self.link, self.asking = links.opened(request, PURPOSE, word, asking_of)
            response = super().dispatch(request)
        except links.Refused:
            response = render(request, "given/refused.html", status=404)
        except links.TooMany:
            response = ratelimit.respond_429(request)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request):
        links.told_opened(self.link)
        return render(request, "given/closed.html")

    def post(self, request):
        first = rows_before(request.POST.get("from"))
        lines = list(rounds.lines_of(self.asking, first, PER_PAGE))
        if request.POST.get("do") != "send":
            links.told_opened(self.link, "shown")
            return self.page(supply.SupplyForm(lines=lines, shows=supply.waiting), first)
        form = supply.SupplyForm(request.POST, lines=lines, shows=supply.waiting, may_empty=False, may_know=False)
        if form.is_valid() and not form.answers:
            form.add_error(None, "Nothing was filled in or changed.")
        if not form.is_valid():
            return self.page(form, first)
        self.send(form.answers)
        return self.receipt()

    def send(self, answers):
        with transaction.atomic():
            links.used(self.link, asking_of, f"{len(answers)} sent")
            rounds.send(self.link, answers, clock.now())

    def page(self, form, first):
        own = rounds.how_many([self.asking.pk]).get(self.asking.pk, rounds.Counts())
        return render(
            self.request,
            "given/figures.html",
            {
                "form": form,
                "rows": list(form.rows()),
                "asking": self.asking,
                "link": self.link,
                "own": own,
                "aside": list(self.aside()),
                "first": first,
                "ways": ways(first, own.asked),
            },
        )

    def aside(self):
        """What was put aside of what they sent: the figure asked for, what they sent, and why."""
        for came in rounds.put_aside(self.asking):
            yield rounds.line_name(came.asked.series), supply.in_words(came.figure), came.why

    def receipt(self):
        waiting = [line for line in rounds.lines_of(self.asking) if line.waiting]
        sent = [(line.name, supply.in_words(line.waiting.figure), line.waiting.words) for line in waiting]
        context = {"asking": self.asking, "link": self.link, "sent": sent, "at": clock.in_words(clock.now())}
        return render(self.request, "given/receipt.html", context)


def asking_of(number):
    """The request that a link is for, unless its round is closed."""
    return rounds.still_open(clock.today()).filter(pk=number).first()

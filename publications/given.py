"""The page behind a link for a statement: one organisation's own account, written by somebody without a sign-in.

As with figures, whoever opens the link sees a button and nothing else, and what is sent waits until the office accepts
it. What somebody wrote is never lost: where it can't be kept, the page that says so gives it back.
"""

import re

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from kit import clock
from kit.fields import TextField
from kit.forms import AskingForm
from membership import links
from publications import statements
from publications.models import Statement

# How people mark a point in plain words; what is printed knows the hyphen alone.
POINT = re.compile(r"^[ \t]*[-*•·▪◦●‣–—][ \t]+", re.MULTILINE)


class WriteForm(AskingForm):
    """The statement, and which one waited when the page was made."""

    words = TextField(
        label="Your statement",
        max_length=Statement.LONGEST,
        help_text="An empty line begins a new paragraph. A hyphen or a star begins a point of a list.",
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": "Write your statement before you send it."},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_words(self):
        return POINT.sub("- ", self.cleaned_data["words"])


# As for figures: the address is all that anybody needs here, and no cookie speaks for whoever sends.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class GivenStatement(View):
    """One statement, for whoever holds its link."""

    http_method_names = ("get", "head", "post", "options")

    def dispatch(self, request, word):
        try:
            self.link, self.statement = links.opened(request, statements.PURPOSE, word, statements.statement_of)
            response = super().dispatch(request)
        except links.Refused:
            context = {"written": request.POST.get("words", ""), "taken_in": statements.taken_in(word)}
            response = render(request, "given/refused.html", context, status=404)
        except links.TooMany:
            response = ratelimit.respond_429(request)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request):
        links.told_opened(self.link)
        return render(request, "given/statement_closed.html")

    def post(self, request):
        if request.POST.get("do") != "send":
            links.told_opened(self.link, "shown")
            there = statements.waiting(self.statement)
            words = there.words if there else self.statement.words
            return self.page(WriteForm(initial={"words": words, "seen": there.pk if there else None}))
        form = WriteForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            sent = statements.send(
                self.link, self.statement, form.cleaned_data["words"], seen=form.cleaned_data["seen"]
            )
        except statements.SentSince as since:
            return self.page(self.asked_again(form, since.theirs), theirs=since.theirs)
        return self.shown("given/statement_sent.html", sent=sent, at=clock.in_words(sent.received))

    def asked_again(self, form, theirs):
        """The form with what was typed, made from what waits now: sent again, it takes its place."""
        form.add_error(
            "words",
            f"Somebody else sent a statement by this link on {clock.in_words(theirs.received)}, after you opened the "
            "page. Theirs is kept, and stands below; yours is still here. Send again to put yours in its place.",
        )
        form.data = form.data.copy()
        form.data["seen"] = theirs.pk
        return form

    def page(self, form, theirs=None):
        return self.shown(
            "given/statement.html",
            form=form,
            theirs=theirs,
            last=statements.last_time(self.statement),
        )

    def shown(self, template, **context):
        return render(self.request, template, context | {"statement": self.statement, "link": self.link})

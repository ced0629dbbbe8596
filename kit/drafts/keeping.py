"""Pages with a form of which nothing typed is lost: it is kept while somebody types, and when their session has ended.

Such a page asks for a sign-in like any other. What is sent to it without one is kept for the person for whom the form
was made, and the sign-in leads back to the form with the text in it.
"""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.forms import FileField
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import View

from kit import clock, drafts
from kit.drafts.models import Draft

# What comes in a form under these names is the machinery's and never a column's.
DEED, OWNER, UNWANTED = "_deed", "_owner", "_unwanted"
KEEP, THROW_AWAY = "keep", "throw-away"


class KeepingSignIn(LoginRequiredMiddleware):
    """Asks for a sign-in unless a view says otherwise; a form that arrives without one is kept first."""

    def handle_no_permission(self, request, view):
        page = keeping_page(request, view)
        return page.signed_out(request) if page else super().handle_no_permission(request, view)


def keeping_page(request, view):
    """The page that a request is for, if it keeps what is typed; else None."""
    if not issubclass(getattr(view, "view_class", View), Keeping):
        return None
    page = view.view_class(**view.view_initkwargs)
    page.setup(request, *request.resolver_match.args, **request.resolver_match.kwargs)
    return page


def out_of_date(request, reason=""):
    """The answer to a form whose cookie is gone: nothing is saved, what was typed is kept, and the way back is shown.

    The signed word in a form says whose it is as well as the cookie does, and no other site knows it.
    """
    view = request.resolver_match.func
    page = keeping_page(request, view)
    kept = page.kept_for_owner() if page else None
    if page and request.POST.get(DEED) == KEEP:
        return told_kept(kept)
    if kept:
        back = page.own_address(draft=kept)
    elif hasattr(getattr(view, "view_class", None), "get"):
        back = request.get_full_path()
    else:
        # What only takes forms can't be gone back to.
        back = reverse("welcome")
    return render(request, "403_csrf.html", {"kept": kept, "back": back}, status=403)


class Keeping(View):
    """A page with such a form. Stands after what says who may see the page, and before what asks for a second factor.

    A form that is opened anew keeps its text beside what was kept before, and a save throws away its own text only:
    what was offered and not put back is offered again.

    `kept_as` says what is typed there: office and managers read it beside the words “Text not saved yet”. `setup` asks
    the database for nothing: it is done before anybody is signed in.
    """

    kept_as = ""

    @property
    def draft_form(self):
        return self.kept_as[: Draft._meta.get_field("form").max_length]

    @property
    def draft_key(self):
        """Which form of the kind it is; of a page its address."""
        return self.request.path

    def may_keep(self, person):
        """Whether a text is kept for a person who isn't signed in: only if they could send the form."""
        return person.has_perms(self.get_permission_required())

    def dispatch(self, request, *args, **kwargs):
        deed = request.POST.get(DEED) if request.method == "POST" else None
        if deed == KEEP:
            return told_kept(self.keep(request.user))
        if deed == THROW_AWAY:
            self.throw_away()
            return HttpResponseRedirect(self.own_address())
        if request.method == "POST" and UNWANTED in request.POST:
            self.kept.filter(pk=number(request.POST[UNWANTED])).delete()
            return HttpResponseRedirect(self.own_address())
        return super().dispatch(request, *args, **kwargs)

    def signed_out(self, request):
        """The answer to a person who isn't signed in: the way to the sign-in and back."""
        kept = self.kept_for_owner() if request.method == "POST" else None
        return told_kept(kept) if request.POST.get(DEED) == KEEP else self.led_away(kept)

    def led_away(self, kept, to=None):
        """Away to the sign-in or a page like it; from there the way leads back to the form with what was kept."""
        answer = redirect_to_login(self.own_address(draft=kept), to)
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url}) if self.request.htmx else answer

    @cached_property
    def opened_by(self):
        """For whom the form that was sent had been opened, and its word."""
        return drafts.owner_of(self.request.POST.get(OWNER, ""), self.draft_form, self.draft_key)

    @cached_property
    def word(self):
        """The word of the form that is open: sent with it, that of the text put back, or a new one."""
        if self.request.method == "POST":
            return self.opened_by[1]
        return self.draft.word if self.puts_back else secrets.token_urlsafe(12)

    def kept_for_owner(self):
        """Keep what was sent for the person for whom its form was made; None if nothing could be kept."""
        person = get_user_model().objects.filter(pk=self.opened_by[0], is_active=True).first()
        return self.keep(person) if person and self.may_keep(person) else None

    def keep(self, person):
        return drafts.keep(person.pk, self.draft_form, self.draft_key, self.opened_by[1], self.request.POST)

    def throw_away(self):
        """Forget what this form kept: it was saved, or isn't wanted."""
        self.kept.filter(word=self.word).delete()

    def settle(self, fields):
        """Forget what this form kept, and what was kept of it at other times in these fields alone.

        They were typed anew since and are saved: what stood in them before is wanted no more.
        """
        self.throw_away()
        for draft in self.kept:
            if drafts.left_over(draft, self.request.POST) <= fields:
                draft.delete()

    @property
    def kept(self):
        """All that is kept of this form for the person who is signed in."""
        return Draft.objects.of(self.request.user, self.draft_form, self.draft_key)

    @cached_property
    def draft(self):
        """The kept text that the address asks for; None if it asks for none, or if that is gone."""
        return self.kept.filter(pk=number(self.request.GET.get("draft"))).first()

    @property
    def puts_back(self):
        """Whether the page is asked for with kept text in its form."""
        return self.request.method == "GET" and self.draft is not None

    def still_kept(self):
        """A sentence for after a save: that other text of this form is still kept, if it is."""
        first = self.kept.first()
        return f" Your unsaved text from {clock.in_words(first.saved)} is still kept." if first else ""

    def own_address(self, *, draft=None):
        query = [(name, value) for name, value in self.request.GET.items() if name != "draft"]
        query += [("draft", draft.pk)] if draft else []
        return self.request.path + (f"?{urlencode(query)}" if query else "")

    def keeping(self):
        """What kit/_kept.html needs to know."""
        return {
            "owner": drafts.owner(self.request.user, self.draft_form, self.draft_key, self.word),
            "put_back": self.draft if self.puts_back else None,
            "offered": [
                {"number": draft.pk, "when": clock.in_words(draft.saved), "address": self.own_address(draft=draft)}
                for draft in ([] if self.request.method == "POST" else self.kept.exclude(word=self.word))
            ],
        }


class KeepingForm(Keeping):
    """A page with one form, as Django's FormView has it."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.puts_back:
            put_back(form, self.draft)
            for field in form.hidden_fields():
                # What is decided on is what the page shows now, not what it showed when the words were typed.
                form.data[field.html_name] = field.initial
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(keeping=self.keeping(), **kwargs)

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        if answer.status_code == HttpResponseRedirect.status_code:
            self.throw_away()
        return answer


def put_back(form, draft):
    """A form with what was kept in it, and not judged yet."""
    form.data, form.is_bound, form._errors = drafts.as_posted(draft), True, {}
    for field in form.fields.values():
        if isinstance(field, FileField):
            field.help_text = f"Choose the file again, if there was one: files are not kept. {field.help_text}"
    return form


def number(text):
    """The number of a draft in an address; None if it is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def told_kept(draft):
    """When a text was kept, for the page to say; or that it couldn't be."""
    if draft is None:
        return JsonResponse({"kept": ""}, status=413)
    return JsonResponse({"kept": f"{timezone.localtime(draft.saved):%H:%M}"})

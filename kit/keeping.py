"""Pages with a form of which nothing typed is lost: it is kept while somebody types, and when their session has ended.

Such a page asks for a sign-in like any other. What is sent to it without one is kept for the person for whom the form
was made, and the sign-in leads back to the form with the text in it.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.forms import FileField
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import View

from kit import drafts
from kit.models import Draft

# What comes in a form under these names is the machinery's and never a column's.
DEED, OWNER = "_deed", "_owner"
KEEP, THROW_AWAY = "keep", "throw-away"


class SignIn(LoginRequiredMiddleware):
    """Asks everybody for a sign-in where nothing says otherwise; a form that comes without one is kept first."""

    def handle_no_permission(self, request, view):
        page = getattr(view, "view_class", View)
        if not issubclass(page, Keeping):
            return super().handle_no_permission(request, view)
        found = request.resolver_match
        page = page(**view.view_initkwargs)
        page.setup(request, *found.args, **found.kwargs)
        return page.signed_out(request)


class Keeping(View):
    """A page with such a form. Stands after what says who may see the page, and before what asks for a second factor.

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
        """Whether a text is kept for a person who isn't signed in: only where they could send the form."""
        return person.has_perms(self.get_permission_required())

    def dispatch(self, request, *args, **kwargs):
        deed = request.POST.get(DEED) if request.method == "POST" else None
        if deed == KEEP:
            return told_kept(self.keep(request.user))
        if deed == THROW_AWAY:
            self.throw_away()
            return HttpResponseRedirect(self.own_address())
        return super().dispatch(request, *args, **kwargs)

    def signed_out(self, request):
        """The answer to whoever isn't signed in: the way to the sign-in and back."""
        kept = None
        if request.method == "POST":
            number = drafts.owner_of(request.POST.get(OWNER, ""), self.draft_form, self.draft_key)
            person = get_user_model().objects.filter(pk=number, is_active=True).first()
            kept = self.keep(person) if person and self.may_keep(person) else None
            if request.POST.get(DEED) == KEEP:
                return told_kept(kept)
        return self.led_away(kept)

    def led_away(self, kept, to=None):
        """Away to the sign-in or a page like it; from there the way leads back to the form with what was kept."""
        answer = redirect_to_login(self.own_address(draft=kept), to)
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer

    def keep(self, person):
        return drafts.keep(person.pk, self.draft_form, self.draft_key, self.request.POST)

    def throw_away(self):
        """Forget what was kept: it was saved, or isn't wanted."""
        drafts.throw_away(self.request.user, self.draft_form, self.draft_key)

    @cached_property
    def draft(self):
        """What is kept for the person who is signed in; None where nothing is."""
        return Draft.objects.of(self.request.user, self.draft_form, self.draft_key)

    @property
    def puts_back(self):
        """Whether the page is asked for with the kept text in its form."""
        return self.request.method == "GET" and "draft" in self.request.GET and self.draft is not None

    def own_address(self, *, draft=None):
        query = [(name, value) for name, value in self.request.GET.items() if name != "draft"]
        query += [("draft", "1")] if draft else []
        return self.request.path + (f"?{urlencode(query)}" if query else "")

    def keeping(self):
        """What kit/_kept.html needs to know."""
        return {
            "owner": drafts.owner(self.request.user, self.draft_form, self.draft_key),
            "draft": None if self.request.method == "POST" else self.draft,
            "put_back": self.puts_back,
            "put_back_address": self.own_address(draft=True),
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


def told_kept(draft):
    """When a text was kept, for the page to say; or that it couldn't be."""
    if draft is None:
        return JsonResponse({"kept": ""}, status=413)
    return JsonResponse({"kept": f"{timezone.localtime(draft.saved):%H:%M}"})

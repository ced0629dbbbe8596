"""The office's pages for statements: who was asked for a report, who answered, what is missing, links, Word copies."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import View

from kit import clock, periods
from kit.access import Permitted
from kit.called import say
from kit.fields import DayField
from kit.forms import AskingForm
from kit.grouping import grouped
from kit.history import CannotChange
from kit.kinds import Kind, Listing, RowColumn
from kit.stamps import Conflict
from kit.together import heard, spoken, take_back
from kit.wording import counted
from membership import links
from membership.forms import UntilForm
from membership.models import SignedLink, the_board
from membership.pages import InOffice, OfficePage
from membership.roles import May
from publications import forms, models, statements
from publications.files import asked

NEAR = timedelta(28)  # a link that is made opens so long, unless the statement is wanted later
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def statements_page(row):
    publication = row if isinstance(row, models.Publication) else row.publication
    return reverse("office-statements", kwargs={"kind": publication.kind, "slug": publication.slug})


STATEMENT = Kind(
    form=forms.StatementForm,
    place=statements_page,
    may=May.EDIT,
    known_by={"words": ("statement", "account", "what we did", "your statement", "contribution", "report")},
    columns=(
        RowColumn("Whose", lambda row: row.organisation.full_name),
        RowColumn("Asked on", "asked"),
        RowColumn("Wanted by", "due"),
        RowColumn("Received on", "received"),
        RowColumn("Note", "note"),
        RowColumn("Statement", "words"),
    ),
)
KINDS = (STATEMENT,)


class AskForm(AskingForm):
    """By when the statements are wanted, of all who are asked now."""

    due = DayField(label="Wanted by", required=False)


class StatementsPage(OfficePage):
    """The statements for one report: each with its state, what came by a link, and the deeds that lead on."""

    template_name = "office/statements.html"

    @cached_property
    def publication(self):
        return get_object_or_404(models.Publication.objects.documents(), **self.kwargs)

    @property
    def heading(self):
        return f"Statements for the {self.publication}"

    @property
    def back(self):
        return reverse("office-sections", kwargs=self.kwargs), f"Sections of the {self.publication}"

    @cached_property
    def rows(self):
        return list(statements.statements().filter(publication=self.publication))

    def listings(self):
        yield Listing(
            STATEMENT, self.rows, "Statements", {"publication": self.publication}, pasted="statements", folded=True
        )

    def post(self, request, *args, **kwargs):
        """Ask each member that isn't asked yet; one button."""
        if not request.user.has_perm(May.EDIT):
            raise PermissionDenied
        form = AskForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        made, moment = statements.ask_all(self.publication, clock.today(), form.cleaned_data["due"], by=request.user)
        if made:
            told = counted(len(made), "member is", "members are")
            request.session["undo"] = {
                "words": f"{told} asked. Make each a link, or send a Word copy.",
                "address": reverse("statements-back", kwargs=self.kwargs | {"moment": spoken(moment)}),
                "place": statements_page(self.publication),
            }
        else:
            messages.success(request, "Each member is asked already.")
        return redirect(statements_page(self.publication))

    def get_context_data(self, form=None, **kwargs):
        given = grouped(
            (link.row, link)
            for link in SignedLink.objects.filter(purpose=statements.PURPOSE, row__in=[row.pk for row in self.rows])
        )
        came = models.ArrivedStatement.objects.filter(statement__in=self.rows)
        came = grouped((each.statement_id, each) for each in came)
        sent = sum(bool(row.words) for row in self.rows)
        return super().get_context_data(
            **kwargs,
            publication=self.publication,
            form=form or AskForm(),
            may_edit=self.request.user.has_perm(May.EDIT),
            asked=len(self.rows),
            sent=sent,
            left=len(self.unasked()),
            missing=[row.organisation.full_name for row in self.rows if not row.words],
            letter=letter(self.publication, self.rows),
            each=[told(row, given.get(row.pk, ()), came.get(row.pk, ())) for row in self.rows],
            section=self.publication.narrative_set.filter(place="statements").order_by("-included").first(),
        )

    def unasked(self):
        asked = {row.organisation_id for row in self.rows}
        members = statements.members_of(self.publication, clock.today())
        return [row for row in members if row.pk not in asked]


class AskedBack(Permitted, View):
    """Takes back what was asked of all members in one step, as long as nothing was sent or changed since."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    def post(self, request, kind, slug, moment):
        publication = get_object_or_404(models.Publication.objects.documents(), kind=kind, slug=slug)
        try:
            with transaction.atomic():
                number = take_back(heard(moment), [models.Statement], statements.ASKED, by=request.user)
            messages.success(request, f"{counted(number, 'member is', 'members are')} not asked any more.")
        except CannotChange as refusal:
            messages.error(request, " ".join(refusal.sentences))
        return redirect(statements_page(publication))


def told(row, given, came):
    """A statement as the page needs it: its state, its links, what waits and what was put aside."""
    today = clock.today()
    waits = [each for each in came if not each.outcome]
    return {
        "row": row,
        "late": not row.words and row.due is not None and row.due < today,
        "waits": waits[0] if waits else None,
        "aside": [each for each in came if each.outcome == statements.Outcome.ASIDE],
        "links": given,
        "until": UntilForm(initial={"ends": max(row.due or today, today + NEAR)}, prefix=f"link-{row.pk}"),
    }


def letter(publication, rows):
    """Words to copy into a mail to those who haven't answered."""
    missing = [row for row in rows if not row.words]
    due = min((row.due for row in missing if row.due), default=None)
    by = f" by {periods.day(due)}" if due else ""
    return say(
        "Please send us your own statement for the {what}{by}: what your organisation did in the year to keep {people} "
        "safe, what changed because of it, and what you will do next. It is printed as you write it. "
        "No names of {people}, and nothing that tells who {somebody} is.",
        what=str(publication),
        by=by,
    )


def statement_or_404(kind, slug, pk):
    return get_object_or_404(statements.statements(), publication__kind=kind, publication__slug=slug, pk=pk)


class LinkForStatement(Permitted, View):
    """Makes a link for one member, and shows it once."""

    permission_required = May.EDIT

    def post(self, request, kind, slug, pk):
        statement = statement_or_404(kind, slug, pk)
        form = UntilForm(request.POST, prefix=f"link-{pk}")
        back = statements_page(statement), f"Statements for the {statement.publication}"
        made = self.make(form, statement) if form.is_valid() else None
        if made is None:
            return render(request, "office/link_until.html", {"form": form, "back": back})
        link, word = made
        context = {
            "statement": statement,
            "link": link,
            "back": back,
            "address": request.build_absolute_uri(reverse("given-statement", args=[word])),
            "letter": letter(statement.publication, [statement]),
        }
        return render(request, "office/statement_link.html", context)

    def make(self, form, statement):
        try:
            return links.make(statements.PURPOSE, statement, form.cleaned_data["ends"], by=self.request.user)
        except ValidationError as refusal:
            form.add_error("ends", refusal)
            return None


class WithdrawStatementLink(Permitted, View):
    """Withdraws a link: it opens nothing from then on."""

    permission_required = May.EDIT

    def post(self, request, kind, slug, pk, number):
        statement = statement_or_404(kind, slug, pk)
        given = links.given_for(statements.PURPOSE, statement)
        if link := next((each for each in given if each.pk == number), None):
            links.revoke(link, by=request.user)
            messages.success(request, "The link was withdrawn. It opens nothing any more.")
        return redirect(statements_page(statement))


class StatementCame(Permitted, View):
    """Accepts what came by a link, puts it aside, or takes it up again."""

    permission_required = May.EDIT

    def post(self, request, kind, slug, pk):
        statement = statement_or_404(kind, slug, pk)
        deed, _, number = request.POST.get("do", "").partition("-")
        try:
            with transaction.atomic():
                there = {str(each.pk): each for each in statement.arrived.select_for_update()}
                self.settle(deed, there.get(number))
        except Conflict:
            messages.error(request, "Somebody else saved this statement in the same moment. Look again, and accept.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(statements_page(statement))

    def settle(self, deed, came):
        outcomes, by = statements.Outcome, self.request.user
        if came is None or came.outcome != (outcomes.ASIDE if deed == "again" else outcomes.WAITING):
            messages.error(self.request, "This doesn’t wait any more: it was settled already, or sent anew.")
        elif deed == "accept":
            statements.accept(came, by=by)
            messages.success(self.request, "Accepted. It is printed as it was received.")
        elif deed == "aside":
            statements.settle(came, outcomes.ASIDE, by=by)
            messages.success(self.request, "Put aside. It stays to be read here.")
        elif deed == "again":
            came.outcome, came.settled_at, came.settled_by = outcomes.WAITING, None, None
            came.full_clean()
            came.save()
            messages.success(self.request, "Taken up again. It waits to be accepted.")


class WordCopy(InOffice, View):
    """The request as a Word file, with what they said last time; filled in, it comes back through Paste."""

    def get(self, request, kind, slug, pk):
        statement = statement_or_404(kind, slug, pk)
        board = the_board()
        made = asked.make(
            board.name if board else say("{in_full}"),
            f"Statement for the {statement.publication}",
            statement.organisation.full_name,
            letter(statement.publication, [statement]),
            statements.last_time(statement),
        )
        name = f"statement-{statement.key}.docx"
        return HttpResponse(made, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})


of_report = "publications/<slug:kind>/<slug:slug>/statements/"
urlpatterns = [
    path(of_report, StatementsPage.as_view(), name="office-statements"),
    path(f"{of_report}back/<slug:moment>/", AskedBack.as_view(), name="statements-back"),
    path(f"{of_report}<int:pk>/link/", LinkForStatement.as_view(), name="statement-link"),
    path(f"{of_report}<int:pk>/link/<int:number>/", WithdrawStatementLink.as_view(), name="statement-link-revoke"),
    path(f"{of_report}<int:pk>/came/", StatementCame.as_view(), name="statement-came"),
    path(f"{of_report}<int:pk>/statement.docx", WordCopy.as_view(), name="statement-word"),
]

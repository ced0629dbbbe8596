"""The office's own pages, which join several apps."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from editions import following, public_now, tree
from editions.needs import PUBLISHING, drafts, editions, looks, publications
from finance.needs import every_budget
from forwardplan.models import Meeting
from forwardplan.needs import next_meeting, on_page, recent
from kit import changes, clock, long_work, noted, periods
from kit.access import Permitted
from kit.called import say
from kit.models import Uncleared
from kit.needs import Day
from kit.wording import counted, cut, listed
from lscb.office import first_day, history, mending, needs, places, year
from membership.audit import What, record
from membership.models import Body, Policy
from membership.needs import POLICIES, REPLIES, replies_of_late
from membership.pages import InOffice
from membership.roles import May
from priorities import rounds
from priorities.needs import ROUNDS, every_goal, periods_begun
from publications.comments import waiting as open_comments
from publications.models import PublicationKind
from publications.needs import COMMENTS, STATEMENTS, outstanding

LATELY = 5  # changes


class Office(InOffice, TemplateView):
    """Today: what needs doing, by when and whose turn it is; each publication with its draft; what was changed last."""

    template_name = "office/index.html"

    def get_context_data(self, **kwargs):
        person, today = self.request.user, clock.today()
        held = first_day.there_is(
            person,
            unsaved=places.visible_to(person),
            uncleared=Uncleared.objects.all(),
            works=long_work.recent(person),
            **{
                PUBLISHING: long_work.begun(following.PUBLISH),
                ROUNDS: rounds.still_open(today),
                REPLIES: replies_of_late(today),
                POLICIES: Policy.objects.with_review_day(),
                STATEMENTS: outstanding(),
                COMMENTS: open_comments(),
            },
        )
        day = Day(today, self.request.board, held)
        meeting = next_meeting(day)
        out = [edition for edition in day.ask(editions) if edition.published_at]
        live = {edition.publication_id: edition for edition in out if not edition.taken_down_at}
        gone = {edition.publication_id for edition in out} - live.keys()
        wanted = needs.found(person, day)
        by_day = needs.groups(wanted, day.today, meeting)
        waiting = [*under_way(day, person, held["unsaved"]), *by_day]
        lately = changes.lately(LATELY)
        found = day.ask(looks)
        visible = day.ask(publications) if person.has_perm(May.SEE_DRAFTS) else []
        in_order = sorted(visible, key=lambda publication: publication.kind == PublicationKind.SITE)
        turn = self.request.GET.get("turn")
        return super().get_context_data(
            first_day=first_day.todo(person, held),
            months=the_year(day, wanted),
            views=views(waiting, turn),
            groups=of_turn(waiting, turn),
            is_late=any(row["overdue"] for group in waiting for row in group["rows"]),
            is_due=any(group["heading"] != needs.LATER for group in by_day),
            others_late=needs.others_are_late(person, day),
            meeting=meeting,
            works=long_work.of_person(person) if held["works"] else [],
            publications=[
                row(
                    publication,
                    live.get(publication.pk),
                    found,
                    lately[0].when if lately else None,
                    publication.pk in gone,
                )
                for publication in in_order
            ],
            lately=[history.entry_row(entry, person) for entry in lately],
            **following.standing(
                lambda: any(each.publication.kind == PublicationKind.SITE for each in live.values()),
                is_uncleared=held["uncleared"],
                is_publishing=held[PUBLISHING],
            ),
            **kwargs,
        )


def the_year(day, wanted):
    """The strip of the year: the months of the reporting year, else of the budget's, the plan's or the calendar's."""
    report = year.reporting_year(day.today, day.ask(periods_begun))
    budgets = [stretch(f"Budget {row}", row) for row in day.ask(every_budget) if row.starts and row.ends]
    plans = [
        stretch(say("{Plan} {period}", period=row.period_as_printed or row), row)
        for row in day.ask(every_goal)[0]
        if row.starts and row.ends
    ]
    running = [each for each in (*budgets, *plans) if periods.holds(day.today, each.starts, each.ends)]
    short = next((each for each in running if each.months <= LONGEST), None)
    shown = report or short or year.calendar_year(day.today)
    reports = [stretch(f"Reporting year {report.words}", report)] if report else []
    return year.strip(day.today, shown, [*reports, *budgets, *plans], [*held(day), *out(day), *due(day, wanted)])


LONGEST = 24  # months that are shown as one year


def stretch(words, row):
    return year.YearBar(words=words, starts=row.starts, ends=row.ends)


def held(day):
    """The meetings, each in its month; of one that has no month nobody knows where it belongs."""
    for row in day.ask(recent):
        if row.month:
            name = say("{Body}") if row.body.kind == Body.Kind.BOARD else row.body.name
            when = row.label or (in_short(row.on) if row.on else "no day")
            yield year.Happening(
                on=row.at_latest,
                state=year.DONE if row.state == Meeting.State.HELD else year.MEETS,
                words=f"{name}: {when}",
                address=on_page(row) if row.state == Meeting.State.PLANNED else reverse("attendance", args=[row.pk]),
            )


def out(day):
    """What the public reads, in the month in which it was published."""
    for edition in day.ask(editions):
        page = edition.publication
        if edition.published_at and not edition.taken_down_at and page.needs_approval:
            address = reverse("approval", args=[page.kind, page.slug])
            yield year.Happening(on=edition.published_on, state=year.DONE, words=f"{page} published", address=address)


def due(day, wanted):
    """What falls due on a day: late, or to come. A meeting stands there already."""
    for need in wanted:
        if need.due:
            yield year.Happening(
                on=need.due,
                state=year.LATE if needs.is_overdue(need, day.today) else year.TO_COME,
                words=cut(need.what, 60),
                address=need.address,
            )


def in_short(on):
    return f"{on.day} {periods.MONTHS[on.month - 1][:3]}"


# Ways to look at the list: what the address says, and the words.
TURNS = {None: "Everything", "yours": "Yours", "others": "Waiting for others"}


def is_of(row, turn):
    return turn not in TURNS or turn is None or bool(row["turn"]) == (turn == "others")


def of_turn(groups, turn):
    """The groups with only the lines that are this person's turn, or only those that wait for others."""
    some = [group | {"rows": [row for row in group["rows"] if is_of(row, turn)]} for group in groups]
    return [group for group in some if group["rows"]]


def views(groups, turn):
    """The ways to look at the list, each with the number of its lines; none if they would show the same."""
    rows = [row for group in groups for row in group["rows"]]
    found = [
        {
            "address": f"?turn={name}" if name else reverse("office"),
            "words": words,
            "number": sum(is_of(row, name) for row in rows),
            "current": name == (turn if turn in TURNS else None),
        }
        for name, words in TURNS.items()
    ]
    return found if all(view["number"] for view in found) else []


def under_way(day, person, is_unsaved):
    """Drafts on their way to the public, and text that isn't saved, if there is any: one group, or none."""
    rows = [line(**draft) for draft in drafts(day, person)]
    for text in places.unsaved(person) if is_unsaved else ():
        name = f" “{text['name']}”" if text["name"] else ""
        way = (text["address"], "Go on with it") if text["address"] else (text["read"], "Read it")
        turn = "" if text["person"] == "You" else text["person"]
        what = f"Text not saved yet: {text['what']}{name}"
        rows.append(line(what, "", turn, [way] if way[0] else [], when=text["when"]))
    return [{"heading": "Under way", "rows": rows}] if rows else []


def line(what, who, turn, ways, *, when="", address="", more=()):
    """A line of the page that no need stands behind; see `needs.need_row`."""
    told = {"what": what, "who": who, "turn": turn, "ways": ways, "when": when, "address": address, "more": more}
    return told | {"overdue": False, "far": ""}


def row(publication, edition, found, changed, gone):
    """A publication as the page shows it, with what was noted of it.

    `changed` is when a record was changed last; `gone` says that it was taken down and nothing has taken its place.
    """
    address = {"kind": publication.kind, "slug": publication.slug}
    is_document = publication.is_document
    return {
        "title": publication.title,
        "period_words": publication.period_as_printed,
        "edition": tree.version(edition) if edition else "",
        "gone": public_now.in_words(publication) if gone else "",
        "differs": differs(edition, found.get(noted.place("compared", edition)), changed) if edition else "",
        "checked": mending.check_in_words(found.get(noted.place("checked", publication))),
        "checks_url": reverse("checks", kwargs=address) if is_document else "",
        "approval_url": reverse("approval", kwargs=address),
        "preview_url": reverse("preview", kwargs=address) if is_document else "",
        "pdf_url": reverse("preview-pdf", kwargs=address) if is_document else "",
        "public_url": publication.address if edition and publication.kind != PublicationKind.SITE else "",
    }


def differs(edition, found, changed):
    """Whether the records say what an edition says, as far as that is known without composing the document anew."""
    if changed is None or changed <= edition.composed_at:
        return "no record changed since"
    number, at = found or (0, edition.composed_at)
    if at >= changed:
        return f"{counted(number, 'change')} in the draft" if number else "the draft says the same"
    return "records changed since"


class Unsaved(Permitted, TemplateView):
    """Text that a colleague has typed and not saved, to be read only."""

    permission_required = May.MANAGE_PEOPLE
    template_name = "office/unsaved.html"

    def get_context_data(self, pk):
        draft = get_object_or_404(places.visible_to(self.request.user), pk=pk)
        name = places.names_of([draft]).get(draft.pk, "")
        told = places.draft_row(draft, draft.person_id == self.request.user.pk, name)
        if draft.person_id != self.request.user.pk:
            record(What.UNSAVED_READ, login=draft.person, by=self.request.user, detail=told["what"])
        return super().get_context_data(
            told=told,
            typed=list(places.typed(draft)),
        )


class HideFirstDay(Permitted, View):
    """The list for the first day is put away, or brought back."""

    permission_required = May.CHANGE_SETTINGS

    def post(self, request):
        first_day.hide(request.POST.get("hide") != "no", by=request.user)
        return redirect("office")


class FirstDocuments(Permitted, View):
    """The public pages and the plan's document are set up, with the sections that such a plan has."""

    permission_required = May.EDIT

    def post(self, request):
        made = first_day.set_up_documents(by=request.user)
        words = "Set up: " + listed([str(each) for each in made]) if made else "There was nothing left to set up"
        messages.success(request, f"{words}.")
        return redirect("office")

"""The office's page of comments on a draft: each beside the words as they are now, with its answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from kit import clock
from kit.access import Permitted
from kit.fields import TextField
from lscb.office.mending import of_records
from membership.pages import InOffice
from membership.roles import May
from publications import comments, pieces
from publications.compose import compose
from publications.models import Publication
from publications.passages import narrative, passages
from publications.render import on_one_page

ANSWER = TextField(required=False, label="Answer", max_length=5_000)
SHOWS = {"open": "Open", "settled": "Settled", "all": "All"}
HINT = "Write what you answer, or put the comment aside. Whoever wrote it reads it on their page."


class Comments(InOffice, TemplateView):
    """The comments on the draft of one publication, section by section in its order."""

    template_name = "office/comments.html"
    refused = None  # the number of a comment, what was typed as its answer, and why it wasn't kept

    @cached_property
    def publication(self):
        documents = Publication.objects.documents().with_records()
        return get_object_or_404(documents, kind=self.kwargs["kind"], slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        everything = list(comments.of(self.publication))
        is_open = [comment for comment in everything if not comment.outcome]
        counts = {"open": len(is_open), "settled": len(everything) - len(is_open), "all": len(everything)}
        show = self.request.GET.get("show", "open")
        show = show if show in SHOWS else "open"
        wanted = [each for each in everything if show == "all" or bool(each.outcome) == (show == "settled")]
        return super().get_context_data(
            **kwargs,
            publication=self.publication,
            shows=[(name, words, counts[name], name == show) for name, words in SHOWS.items()],
            show=show,
            groups=list(self.groups(wanted)) if wanted else [],
            counts=counts,
            refused=self.refused,
            hint=HINT,
            may_edit=self.request.user.has_perm(May.EDIT),
            preview=reverse("preview", args=[self.publication.kind, self.publication.slug]),
        )

    def groups(self, wanted):
        """The sections with comments, in the order of the draft, each comment with what it stands at now."""
        content = compose(self.publication, on=clock.today())
        sections = pieces.laid(on_one_page(content)["pages"])
        draft = [piece for laid in sections for piece in laid.pieces]
        stood = {each.pk: pieces.stands(draft, each.place, each.quoted) for each in wanted}
        records = {
            each.pk: record_of(content, stood[each.pk].piece) for each in wanted if stood[each.pk].piece is not None
        }
        mend = of_records(self.publication, set(filter(None, records.values())), self.request.user)
        order = {piece.key: number for number, piece in enumerate(draft)}

        def entry(comment):
            at = stood[comment.pk]
            answer = self.refused[1] if self.refused and self.refused[0] == comment.pk else comment.answer
            return {
                "comment": comment,
                "now": at.piece,
                "same": at.same,
                "edit": mend.get(records.get(comment.pk), ""),
                "answer": answer,
                "error": self.refused[2] if self.refused and self.refused[0] == comment.pk else "",
            }

        for laid in sections:
            mine = [each for each in wanted if (piece := stood[each.pk].piece) and piece.section == laid.page.key]
            if mine:
                mine.sort(key=lambda each: (order[stood[each.pk].piece.key], each.pk))
                yield {"page": laid.page, "entries": list(map(entry, mine))}
        if gone := [each for each in wanted if stood[each.pk].piece is None]:
            yield {"page": None, "entries": list(map(entry, gone))}


def record_of(content, piece):
    """The record that holds the words of a piece: that of its row, or else of the passage in which they stand."""
    section = next((each for each in content.sections if each.key == piece.section), None)
    if section is None:
        return None
    found = list(passages(section))
    own = piece.key.partition("/")[2]
    at_row = [each for each in found if each.place.anchor == own and each.place.record]
    within = [each for each in found if piece.words in each.words and each.place.record]
    return next((each.place.record for each in (*at_row, *within)), narrative(section))


class SettleComment(Permitted, View):
    """Answers a comment, puts it aside, or takes it up again."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    def post(self, request, kind, slug, pk):
        publication = get_object_or_404(Publication.objects.documents(), kind=kind, slug=slug)
        comment = get_object_or_404(comments.of(publication), pk=pk)
        typed = request.POST.get("answer", "")
        try:
            said = self.deed(comment, request.POST.get("do"), typed)
            messages.success(request, said)
        except ValidationError as refusal:
            return self.again(request, kind, slug, pk, typed, " ".join(refusal.messages))
        except comments.Settled:
            return self.again(request, kind, slug, pk, typed, "")
        show = request.POST.get("show")
        query = f"?show={show}" if show in SHOWS else ""
        return redirect(reverse("office-comments", args=[kind, slug]) + query)

    def deed(self, comment, deed, typed):
        if deed == "again":
            comments.open_again(comment.pk)
            return "Opened again. What was answered stands in the field."
        answer = ANSWER.clean(typed)
        if deed == "aside":
            comments.settle(comment.pk, comments.Outcome.ASIDE, answer, by=self.request.user)
            return "Put aside. It stays to be read under “Settled”, and can be opened again there."
        comments.settle(comment.pk, comments.Outcome.ANSWERED, answer, by=self.request.user)
        return "Answered. It stands under “Settled”, and can be opened again there."

    def again(self, request, kind, slug, pk, typed, why):
        """The page once more with what was typed, which is nowhere else."""
        page = Comments()
        page.setup(request, kind=kind, slug=slug)
        page.refused = (pk, typed, why)
        if not why:
            words = "This comment was settled, opened or withdrawn by somebody else in the meantime."
            messages.error(request, f"{words} Nothing was changed." + (f" You had typed: {typed}" if typed else ""))
        return page.render_to_response(page.get_context_data(), status=200 if why else 409)

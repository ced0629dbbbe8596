"""The page behind a link for a draft: somebody without a sign-in reads it, and writes beside its paragraphs.

As with figures, whoever opens the link sees a button and nothing else. The draft is composed of what is public once it
is published, small numbers held back, and of nothing else; comments of others are not shown. What somebody wrote is
never lost: where it can't be kept, the page that says so gives it back.
"""

from itertools import chain

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from kit import clock
from kit.fields import TextField
from kit.wording import counted
from membership import links
from publications import comments, pieces
from publications.compose import compose
from publications.models import Picture
from publications.render import on_one_page
from publications.views import kept_picture

LONGEST = 5_000  # signs of a comment, about two pages
WORDS = TextField(required=False, max_length=LONGEST)
# How the fields of the page are called: words on one piece, by its mark; words in a box of several, and which of them.
ON, IN, AT = "on ", "in ", "at "
MOST = 500  # comments of one reader on one draft
FULL = f"You have {MOST} comments on this draft, and more can’t be kept. Write to the office what is missing."
CHANGED = "This was changed while you were writing, and reads now as above. Send your comment again if it still holds."
GONE = "What this was about is not in the draft any more. It is given to you here: copy it, or send it on the section."


class CommentBox:
    """A place to write: for one piece, or for several of which one is chosen; with what was said there before."""

    def __init__(self, choices):
        self.choices, self.first = choices, choices[0]
        self.words, self.error, self.chosen, self.mine = "", "", "", []

    @property
    def name(self):
        return f"{IN}{self.first.key}" if len(self.choices) > 1 else f"{ON}{self.first.mark}"

    @property
    def chooser(self):
        return f"{AT}{self.first.key}"


class OpenDraft:
    """The draft as it is now, laid out with its boxes, and which box a piece is commented on in.

    `picture_address` is where whoever reads it finds a picture of it.
    """

    def __init__(self, publication, picture_address):
        self.document = compose(publication, on=clock.today())
        self.sections, self.boxes = [], {}
        for laid in pieces.laid(on_one_page(self.document, picture_address)["pages"]):
            rows = [(part.block, self.box(part.pieces)) for part in laid.parts]
            self.sections.append((laid.page, rows))
        self.pieces = list(chain.from_iterable(box.choices for box in dict.fromkeys(self.boxes.values())))
        self.by_key = {piece.key: piece for piece in self.pieces}

    def box(self, choices):
        if not choices:
            return None
        box = CommentBox(choices)
        self.boxes |= {piece.key: box for piece in choices}
        return box

    def meant(self, mark):
        """The piece that a mark of the page names, and whether its words are still those that were read."""
        key, _, code = mark.rpartition("~")
        there = self.by_key.get(key)
        if there and there.mark == mark:
            return there, True
        section = f"{key.partition('/')[0]}/"
        moved = (piece for piece in self.pieces if piece.key.startswith(section) and piece.mark.endswith(f"~{code}"))
        same = next(moved, None) if code else None
        return (same, True) if same else (there, False)


# As for figures: the address is all that anybody needs here, and no cookie speaks for whoever sends.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class GivenDraft(View):
    """The draft of one publication, for whoever holds a reader's link."""

    http_method_names = ("get", "head", "post", "options")

    def dispatch(self, request, word):
        try:
            self.link, self.reader = links.opened(request, comments.PURPOSE, word, comments.reader_of)
            response = super().dispatch(request)
        except links.Refused:
            response = render(request, "given/refused.html", {"written": self.all_written()}, status=404)
        except links.TooMany:
            written = self.all_written()
            if not written:
                return ratelimit.respond_429(request)
            response = render(request, "given/too_often.html", {"written": written}, status=429)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request):
        links.told_opened(self.link)
        return render(request, "given/draft_closed.html")

    def post(self, request):
        deed, _, number = request.POST.get("do", "").partition("-")
        if deed == "send":
            return self.send()
        if deed == "withdraw":
            return self.withdraw(number)
        links.told_opened(self.link, "shown")
        return self.page()

    @cached_property
    def draft(self):
        return OpenDraft(self.reader.publication, self.picture_address)

    def picture_address(self, picture):
        return reverse("given-picture", args=[self.kwargs["word"], picture.digest])

    def written(self):
        """What stands in the boxes of the page: pairs of the mark that it is about, and the words."""
        for name in self.request.POST:
            words = self.request.POST[name]
            if not words.strip():
                continue
            if name.startswith(ON):
                yield name.removeprefix(ON), words
            elif name.startswith(IN):
                yield self.request.POST.get(f"{AT}{name.removeprefix(IN)}", ""), words

    def all_written(self):
        return "\n\n".join(words for _, words in self.written())

    def send(self):
        """Keep each comment that can be kept; the others are given back in their boxes, each with the reason."""
        good, told, room = [], [], MOST - comments.by_reader(self.reader).count()
        for mark, typed in self.written():
            piece, same = self.draft.meant(mark)
            error = "" if same else CHANGED if piece else GONE
            try:
                words = WORDS.clean(typed)
            except ValidationError as refused:
                error = " ".join(refused.messages)
            if not error and len(good) >= room:
                error = FULL
            if piece and not error:
                good.append((piece, words))
            else:
                told.append(self.back(piece, typed, error))
        if good:
            with transaction.atomic():
                links.used(self.link, comments.reader_of, f"{counted(len(good), 'comment')} sent")
                for piece, words in good:
                    self.note(piece, words)
        said = f"{counted(len(good), 'comment')} sent. Thank you. The office will answer here." if good else ""
        if not (good or told):
            said = "Nothing was sent, because nothing was written yet."
        return self.page(said=said, told=told)

    def note(self, piece, words):
        comments.note(self.reader.publication, piece.key, piece.words, words, who=self.reader.name, link=self.link)

    def withdraw(self, number):
        """Take back one of their own comments, its words to be written anew; what else is written stays in its box."""
        left = [self.back(self.draft.meant(mark)[0], typed) for mark, typed in self.written()]
        lost = [each for each in left if each]
        try:
            if not (number.isascii() and number.isdigit() and len(number) < 16):
                raise comments.Settled
            comment = comments.withdraw(self.link, self.reader, int(number))
        except comments.Settled:
            return self.page(said="This comment was settled or withdrawn already. Nothing was changed.", told=lost)
        piece = pieces.stands(self.draft.pieces, comment.place, comment.quoted).piece
        lost.append(self.back(piece, comment.words))
        return self.page(said="The comment was withdrawn. Its words stand in the box again.", told=lost)

    def back(self, piece, words, error=""):
        """Put words back into the box of a piece; those that find no room there are told above the draft."""
        box = self.draft.boxes[piece.key] if piece else None
        if box is None or box.words:
            return {"words": words, "error": error, "box": None}
        box.words, box.error, box.chosen = words, error, piece.key
        return {"words": "", "error": error, "box": box} if error else None

    def page(self, said="", told=()):
        nowhere = []
        for comment in comments.by_reader(self.reader).order_by("pk"):
            stood = pieces.stands(self.draft.pieces, comment.place, comment.quoted)
            if stood.piece is None:
                nowhere.append(comment)
            else:
                self.draft.boxes[stood.piece.key].mine.append((comment, stood))
        context = {
            "reader": self.reader,
            "link": self.link,
            "document": self.draft.document,
            "pages": [page for page, _ in self.draft.sections],
            "sections": self.draft.sections,
            "said": said,
            "told": [each for each in told if each],
            "nowhere": nowhere,
        }
        return render(self.request, "given/draft.html", context)


@method_decorator(login_not_required, name="dispatch")
class GivenPicture(View):
    """A picture of the draft, for the page that a reader's link has opened. It isn't counted as a visit."""

    def get(self, request, word, digest):
        _, reader, why = links.looked_at(comments.PURPOSE, word, comments.reader_of)
        if why:
            raise Http404
        shown = Picture.objects.filter(narrative__publication=reader.publication, file__digest=digest)
        if not any(picture.narrative.is_in_the_document for picture in shown.select_related("narrative__parent")):
            raise Http404
        return kept_picture(digest)

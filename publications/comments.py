"""Comments on a draft: kept as they were said, withdrawn by whoever said them, answered or put aside by the office."""

from django.db import transaction

from kit import clearing, clock, signs
from membership import links
from membership.models import SignedLink
from publications.models import Comment, Publication, Reader

PURPOSE = "comments"
Outcome = Comment.Outcome
LONGEST_NAME = Comment._meta.get_field("who").max_length


class Settled(Exception):
    """The comment was settled, or withdrawn, in the meantime. Nothing was changed."""


def comments():
    """All comments with the draft that they are about, and who settled them."""
    return Comment.objects.select_related("publication", "settled_by", "link")


def of(publication):
    """The comments on the draft of one publication, in the order in which they came."""
    return comments().filter(publication=publication)


def waiting():
    """The comments that the office has neither answered nor put aside."""
    return Comment.objects.filter(outcome="")


def sections_of_open(publication):
    """The key of the section of each open comment on a draft, as many times as it has comments."""
    places = waiting().filter(publication=publication).values_list("place", flat=True)
    return [place.partition("/")[0] for place in places]


@transaction.atomic
def note(publication, place, quoted, words, *, who, said=None, link=None):
    """Keep a comment on what stands at a place of the draft; with the `link` by which it came, or from a Word copy.

    `quoted` are the words that it is about, as whoever said it read them. What was noted already is given back and
    not kept twice: the same copy may be read again, and the same page sent again. Raises ValidationError if it says
    nothing.
    """
    # Held, so that two who send the same in the same moment come one after the other.
    Publication.objects.select_for_update().get(pk=publication.pk)
    source = Comment.Source.READER if link else Comment.Source.WORD
    told = {"words": signs.tidy(words), "who": signs.tidy(who)[:LONGEST_NAME], "source": source, "link": link}
    told |= {"place": place, "outcome": ""} if link else {"said": said}
    if there := Comment.objects.filter(publication=publication, quoted=quoted, **told).first():
        return there
    now = clock.now()
    told |= {"place": place, "received": now, "said": said or (now if link else None)}
    comment = Comment(publication=publication, quoted=quoted, **told)
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def withdraw(link, reader, number):
    """Take back a comment of a reader's own, by a link of theirs; gives it as it was.

    Raises Settled if it is none of theirs, or the office has settled it, and `links.Refused` if the link came to open
    nothing.
    """
    comment = by_reader(reader).select_for_update().filter(pk=number, outcome="").first()
    if comment is None:
        raise Settled
    links.used(link, reader_of, "a comment withdrawn")
    Comment.objects.filter(pk=comment.pk).delete()
    clearing.left_in(Comment)
    transaction.on_commit(clearing.clear)
    return comment


@transaction.atomic
def settle(number, outcome, answer="", *, by):
    """Answer a comment, or put it aside, with words for whoever made it. Raises Settled if it was settled before.

    Raises ValidationError if an answer says nothing.
    """
    comment = Comment.objects.select_for_update().filter(pk=number, outcome="").first()
    if comment is None:
        raise Settled
    comment.outcome, comment.answer = outcome, signs.tidy(answer)
    comment.settled_at, comment.settled_by = clock.now(), by
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def open_again(number):
    """Take up a comment again that was settled. What was answered stays in the field, and is shown to nobody."""
    comment = Comment.objects.select_for_update().filter(pk=number).exclude(outcome="").first()
    if comment is None:
        raise Settled
    comment.outcome, comment.settled_at, comment.settled_by = Outcome.OPEN, None, None
    comment.full_clean()
    comment.save()
    return comment


def reader_of(number):
    """The reader that a link is for, with the draft; None if there is none."""
    holders = (f"publication__{name}" for name in ("plan", "past_plan", "reporting_period", "budget", "body"))
    return Reader.objects.select_related("publication", *holders).filter(pk=number).first()


def by_reader(reader):
    """The comments of one reader, by whichever of their links they came."""
    mine = SignedLink.objects.filter(purpose=PURPOSE, row=reader.pk)
    return Comment.objects.filter(publication=reader.publication_id, link__in=mine)

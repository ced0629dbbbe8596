"""The PDF of a draft: made on the spot if the draft is short, as long work if it is long. See `kit.long_work`.

What is made of a long draft is known by the very HTML it is made of. So whoever may see the draft is given what was
made of it within a day, two who ask at once are shown the same row, and of a draft that was changed it is made anew.
"""

import hashlib
from datetime import date
from io import BytesIO

from django.urls import reverse
from django.utils.http import urlencode

from kit import clock, long_work, periods
from kit.wording import counted

from . import logos, pictures, render
from .compose import compose
from .content import codec
from .content.base import Control
from .files import pdf
from .models import Publication

DRAFT = "draft"
AT_ONCE = 2  # each waits for its turn to be drawn, as does what is published
LONG = 100_000  # characters of a draft's text: some 45 pages, whose PDF takes a processor more than two seconds
CHANGED = "The draft was changed after you asked for its PDF. Ask for it again."


def drafted(publication):
    """What a publication would say if it were published now, with the check code of that."""
    content = compose(publication, on=clock.today())
    return content, Control(check_code=codec.digest(codec.write(content)))


def paper(content, control, standing, **comment):
    """The draft as HTML for the PDF. `standing` says of a content and its check code how it stands to its approval."""
    said = standing(content, control.check_code)
    return render.paper(content, control, logo=logos.picture(content), standing=said, **comment)


def is_long(content):
    return len(codec.write(content)) > LONG


def asked(publication, html, address, *, by, reply_by=None, for_comment=False):
    """The row of the PDF that is being made or was made of this HTML; a new one if none is to be had.

    `address` is where the PDF is read when it is there. Raises PdfBusy if so many are being made already: each day by
    which to reply makes another PDF, and none of them may keep a publication from its turn.
    """
    key = _key(publication, html)
    work = long_work.latest(DRAFT, key)
    if work and (work.is_under_way or long_work.has_file(work)):
        return work
    if len(long_work.under_way(DRAFT)) >= AT_ONCE:
        raise pdf.PdfBusy
    if reply_by:
        address = f"{address}?{urlencode({'reply_by': periods.day(reply_by)})}"
    told = {"address": address, "for_comment": for_comment, "reply_by": reply_by and reply_by.isoformat()}
    return long_work.start(DRAFT, key, f"Draft as PDF: {publication}", by=by, told=told)


def last_asked(publication, person):
    """The row of the last PDF of a draft that somebody has asked for within a day, for the page of the draft."""
    work = long_work.recent(person).filter(what=DRAFT, key__startswith=_key(publication)).first()
    return work and long_work.notice(work)


def make(work, told, *, standing):
    """Make it, in a process of its own: what is said of it, and where it is read."""
    publication = Publication.objects.get(pk=work.key.partition(" ")[0])
    content, control = drafted(publication)
    day = told["reply_by"] and date.fromisoformat(told["reply_by"])
    html = paper(content, control, standing, for_comment=told["for_comment"], reply_by=day)
    if _key(publication, html) != work.key:
        raise long_work.WorkFailed(CHANGED, told["address"])
    long_work.far("The draft is put together; drawing its pages.")
    try:
        made = pdf.make(html, pictures=pictures.bytes_of(content))
    except pdf.PdfFailed as failure:
        preview = reverse("preview", args=[publication.kind, publication.slug])
        raise long_work.WorkFailed(f"{failure} You can read the draft as a web page.", preview) from failure
    long_work.keep_file(work, BytesIO(made.data))
    return f"It has {counted(made.pages, 'page')}.", told["address"]


def _key(publication, html=None):
    """What a row is known by: the publication, and what the PDF is made of."""
    return f"{publication.pk} {hashlib.sha256(html.encode()).hexdigest() if html else ''}"

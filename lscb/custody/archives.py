"""The archive of the whole record, as long work: made in a process of its own, and fetched by who asked for it."""

import tempfile

from django.http import FileResponse, Http404
from django.urls import reverse
from django.views.generic import View

from kit import long_work
from kit.access import Permitted
from membership.audit import What, record
from membership.roles import May
from membership.second_factor import RecentSecondFactor

from . import leaving

ARCHIVE = "archive"


def ask(whom, *, access, by):
    """Ask for an archive. Each person has one made at a time, so that nobody fetches what another asked for."""
    return long_work.start(
        ARCHIVE, str(by.pk), "The whole record as an archive", by=by, told={"whom": whom, "access": access}
    )


def under_way(person):
    """A person's archive that is being made or was made within a day; None if there is none."""
    return long_work.latest(ARCHIVE, str(person.pk))


def make(work, told):
    """Make it and keep it for that person: what is said of it, and where it is fetched."""
    name = "whole-record" if told["whom"] == "installation" else f"record-for-{told['whom']}"
    with tempfile.TemporaryFile() as written:
        left = leaving.leave(written, told["whom"], access=told["access"], by=work.by)
        written.seek(0)
        long_work.keep_file(work, written)
    return f"It is ready: {left.in_words}", f"{reverse('leave-file', args=[work.pk])}?name={name}"


class ArchiveFile(Permitted, RecentSecondFactor, View):
    """Gives an archive to who asked for it, and names them in the record of access."""

    permission_required = May.MANAGE_PEOPLE

    def get(self, request, pk):
        work = long_work.rows().filter(what=ARCHIVE, pk=pk, by=request.user).first()
        kept = work and long_work.open_file(work)
        if kept is None:
            raise Http404("It is not kept any more. Ask for it again.")
        record(What.RECORD_LEFT, login=request.user, by=request.user, detail="fetched")
        name = work.address.partition("?name=")[2]
        return FileResponse(kept, as_attachment=True, filename=f"{name}.zip")

"""What is done in a process of its own, by its name in the rows of `kit.long_work`; and the page of such a row."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from editions import at_work
from editions.standing import of_the_same_text
from kit import long_work
from lscb.custody import archives
from lscb.office import saving
from membership.pages import InOffice
from publications import drafting

WORKS = {
    at_work.PUBLISH: at_work.publish,
    archives.ARCHIVE: archives.make,
    drafting.DRAFT: partial(drafting.make, standing=of_the_same_text),
    saving.SAVING: saving.save_large,
}
UNCHANGED = 204


class LongWorkPage(InOffice, TemplateView):
    """How far a piece of work is, and how it ended. The page on which it was asked for asks here, too."""

    def get_template_names(self):
        return ["kit/_long_work.html" if self.is_asked_by_a_page else "office/long_work.html"]

    @property
    def is_asked_by_a_page(self):
        return "HX-Request" in self.request.headers

    def get(self, request, pk):
        work = long_work.notice(get_object_or_404(long_work.rows().select_related("by"), pk=pk))
        # What is read aloud is said once, not every two seconds.
        if self.is_asked_by_a_page and work.is_under_way and request.GET.get("seen") == work.how_far:
            return HttpResponse(status=UNCHANGED)
        # The page on which it was asked for offers its button again, this one has none.
        on_a_page = self.is_asked_by_a_page and request.htmx.current_url_abs_path != request.path
        return self.render_to_response({"work": work, "on_a_page": on_a_page})

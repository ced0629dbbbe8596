"""Who may see a page. Without a word here a page is for signed-in people only: LoginRequiredMiddleware sees to it."""

from django.contrib.auth.mixins import UserPassesTestMixin


class StaffRequired(UserPassesTestMixin):
    """For people who may see drafts."""

    raise_exception = True

    def test_func(self):
        return self.request.user.is_staff

"""Who may see a page. Without a word here a page is for signed-in people only: LoginRequiredMiddleware sees to it."""

from django.contrib.auth.mixins import PermissionRequiredMixin


class Permitted(PermissionRequiredMixin):
    """For people whose role gives them `permission_required`; anybody else who has signed in is told so."""

    raise_exception = True

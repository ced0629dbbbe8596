"""The first page of a board that has published nothing yet."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView


@method_decorator([login_not_required, never_cache], name="dispatch")
class Home(TemplateView):
    """Says whose site it is, that nothing stands here yet, and what to do if somebody is in danger now."""

    template_name = "home.html"
    http_method_names = ["get", "head", "options"]

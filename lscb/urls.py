"""Every address that needs the program. The public documents are files and come before all of these."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from . import members, office

urlpatterns = [
    path("accounts/sign-in/", members.SignIn.as_view(), name="sign-in"),
    path("accounts/sign-out/", LogoutView.as_view(), name="sign-out"),
    path("members/", members.Welcome.as_view(), name="welcome"),
    path("office/", office.Office.as_view(), name="office"),
    path("office/", include("publications.urls")),
    path("admin/", admin.site.urls),
]

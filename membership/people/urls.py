from django.urls import path

from . import access, views

urlpatterns = [
    path("", views.People.as_view(), name="people"),
    path("invite/", views.Invite.as_view(), name="invite"),
    path("access/", access.Access.as_view(), name="access"),
    path("access.csv", access.Export.as_view(), name="access-export"),
    path("<int:pk>/", views.Person.as_view(), name="person"),
    path("<int:pk>/invitation/", views.Invitation.as_view(), name="invitation"),
    path("<int:pk>/roles/", views.ChangeRoles.as_view(), name="person-roles"),
    path("<int:pk>/seats/", views.ChangeSeats.as_view(), name="person-seats"),
    path("<int:pk>/cover/", views.Cover.as_view(), name="person-cover"),
    path("<int:pk>/end/", views.End.as_view(), name="person-end"),
    path("<int:pk>/bring-back/", views.BringBack.as_view(), name="person-bring-back"),
    path("<int:pk>/remove-details/", views.RemoveDetails.as_view(), name="person-remove-details"),
    path("<int:pk>/second-factor/", views.RemoveSecondFactor.as_view(), name="person-second-factor"),
    path("cover/<int:pk>/end/", views.EndCover.as_view(), name="cover-end"),
]

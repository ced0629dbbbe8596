from django.urls import path

from . import steps, views

urlpatterns = [
    path("write-public-pages/", views.WriteAgain.as_view(), name="write-again"),
    path("versions/<int:number>/", views.Version.as_view(), name="version"),
    path("versions/<int:number>.pdf", views.VersionPdf.as_view(), name="version-pdf"),
    path("versions/<int:number>/extract/<int:decision>/", views.Extract.as_view(), name="extract"),
    path("versions/<int:number>/presented/", views.PresentedTo.as_view(), name="presented"),
    *(
        path(
            f"versions/<int:number>/presented/<int:recipient>.{ending}",
            views.CoveringPaper.as_view(ending=ending),
            name=f"covering-{ending}",
        )
        for ending in ("docx", "txt")
    ),
    *(
        path(f"versions/<int:number>/{step.address}/", views.DoStep.as_view(step=step), name=step.name)
        for step in steps.STEPS
    ),
    path("<slug:kind>/<slug:slug>/approval/", views.StandingPage.as_view(), name="approval"),
    path("<slug:kind>/<slug:slug>/send/", views.Send.as_view(), name="send"),
    path("<slug:kind>/<slug:slug>/update/", views.Update.as_view(), name="update"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("<slug:kind>/<slug:slug>/", views.Preview.as_view(), name="preview"),
    path("<slug:kind>/<slug:slug>.pdf", views.PreviewPdf.as_view(), name="preview-pdf"),
]

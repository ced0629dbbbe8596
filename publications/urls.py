from django.urls import path

from . import views

urlpatterns = [
    path("<slug:kind>/<slug:slug>/", views.Preview.as_view(), name="preview"),
    path("<slug:kind>/<slug:slug>.pdf", views.PreviewPdf.as_view(), name="preview-pdf"),
    path("<slug:kind>/<slug:slug>/comment.pdf", views.CommentPdf.as_view(), name="comment-pdf"),
    path("<slug:kind>/<slug:slug>/comment.docx", views.CommentWord.as_view(), name="comment-word"),
]

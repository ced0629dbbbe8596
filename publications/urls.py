from django.urls import path

from . import views


def previews(standing):
    """The addresses of drafts, and of the pictures in them.

    `standing` says of a content and its check code how it stands to its approval.
    """
    return [
        path("picture/<slug:digest>/", views.OfficePicture.as_view(), name="office-picture"),
        path("<slug:kind>/<slug:slug>/", views.Preview.as_view(), name="preview"),
        path("<slug:kind>/<slug:slug>.pdf", views.PreviewPdf.as_view(standing=standing), name="preview-pdf"),
        path("<slug:kind>/<slug:slug>/comment.pdf", views.CommentPdf.as_view(standing=standing), name="comment-pdf"),
        path("<slug:kind>/<slug:slug>/comment.docx", views.CommentWord.as_view(), name="comment-word"),
    ]

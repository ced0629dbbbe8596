import io

import pikepdf
from django.core.management.color import no_style
from django.db import migrations

WORDS = ("id", "key", "version", "position", "title", "period_as_printed", "published_in_words", "accessible", "other_format")
LINE = ("history_date", "history_change_reason", "history_type", "history_user_id")


def move(apps, schema_editor):
    """The list moves down to publications, with its history; each file is known there by its check code."""
    old, new = (
        lambda name, app=app: apps.get_model(app, name).objects.using(schema_editor.connection.alias)
        for app in ("editions", "publications")
    )
    files = {}

    def of(file_id):
        if file_id not in files:
            file = old("KeptFile").get(pk=file_id)
            try:
                with pikepdf.open(io.BytesIO(bytes(file.data))) as pdf:
                    pages = len(pdf.pages)
            except pikepdf.PdfError:
                pages = 0
            files[file_id] = {"digest": file.digest, "size": file.size, "pages": pages}
        return files[file_id]

    for name, columns in (("EarlierDocument", WORDS), ("HistoricalEarlierDocument", WORDS + LINE)):
        for row in old(name).order_by("pk"):
            new(name).create(**{column: getattr(row, column) for column in columns}, **of(row.file_id))
    # The rows keep their numbers; PostgreSQL counts on from where it is told.
    listed = apps.get_model("publications", "EarlierDocument")
    with schema_editor.connection.cursor() as cursor:
        for sql in schema_editor.connection.ops.sequence_reset_sql(no_style(), [listed]):
            cursor.execute(sql)


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0005_what_erasing_takes'),
        ('publications', '0005_earlier_documents'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='historicalearlierdocument',
            name='file',
        ),
        migrations.RemoveField(
            model_name='historicalearlierdocument',
            name='history_user',
        ),
        migrations.DeleteModel(
            name='EarlierDocument',
        ),
        migrations.DeleteModel(
            name='HistoricalEarlierDocument',
        ),
    ]

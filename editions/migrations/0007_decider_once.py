from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower, Replace

from editions import seal


def tell_apart(apps, schema_editor):
    """Before this release a form that was sent twice was recorded twice. Nothing of the record goes: the second says so."""
    using = schema_editor.connection.alias
    decided, again = set(), []
    for decision in apps.get_model("editions", "Approval").objects.using(using).order_by("pk"):
        decider = (decision.edition_id, decision.decided_by.replace(" ", "").lower())
        again += [decision] if decider in decided else []
        decided.add(decider)
    if again:
        # A decision stays as it was recorded, so the seal refuses; the end of `migrate` puts it on again.
        seal.unseal(using)
    for decision in again:
        decision.decided_by = f"{decision.decided_by[:200]} (recorded again, number {decision.pk})"
        decision.save(update_fields=["decided_by"])


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0006_earlier_documents_move'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(models.F('edition'), Lower(Replace('decided_by', models.Value(' '), models.Value(''))), name='editions_approval_decider_once', violation_error_code='decided_by', violation_error_message='They have decided on this draft already.'),
        ),
    ]

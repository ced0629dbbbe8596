"""What signing in needs: the mark that sessions hold, the table that throttles count in, and settled addresses."""

from django.core.management import call_command
from django.db import migrations, models

SHARED_CACHE = 'shared_cache'


def make_cache_table(apps, schema_editor):
    call_command('createcachetable', SHARED_CACHE, database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute(f'DROP TABLE {schema_editor.quote_name(SHARED_CACHE)}')


def settle_addresses(apps, schema_editor):
    """Logins from before have no row in allauth's list of addresses; without one no second factor can be set up."""
    EmailAddress = apps.get_model('account', 'EmailAddress')
    for user in apps.get_model('membership', 'User').objects.filter(emailaddress=None):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0004_decisions'),
        ('account', '0009_emailaddress_unique_primary_email'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='session_mark',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='user',
            name='council_id',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="number at the council's sign-in"),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(condition=models.Q(('council_id', ''), _negated=True), fields=('council_id',), name='membership_user_council_id', violation_error_message="Another login is tied to this person's council account already."),
        ),
        migrations.RunPython(make_cache_table, drop_cache_table),
        migrations.RunPython(settle_addresses, migrations.RunPython.noop),
    ]

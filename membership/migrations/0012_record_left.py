from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0011_learning'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accessevent',
            name='what',
            field=models.CharField(choices=[('signed-in', 'Signed in'), ('failed', 'Sign-in failed'), ('signed-out', 'Signed out'), ('invited', 'Invited'), ('appointed', 'Made manager from the command line'), ('role-given', 'Role given'), ('role-taken', 'Role taken'), ('cover-given', 'Cover given'), ('cover-ended', 'Cover ended'), ('seats-changed', 'Seats changed'), ('ended', 'Access ended'), ('brought-back', 'Brought back'), ('details-changed', 'Name changed'), ('details-removed', 'Personal details removed'), ('password-set', 'Password set'), ('second-factor-added', 'Second factor set up'), ('second-factor-removed', 'Second factor removed'), ('computer-trusted', 'Computer trusted'), ('denied', 'Page refused'), ('link-made', 'Link made for somebody outside'), ('link-revoked', 'Link withdrawn'), ('link-opened', 'Link opened'), ('link-used', 'Something sent by a link'), ('link-refused', 'Link refused'), ('unsaved-read', 'Unsaved text read'), ('exported', 'Access record exported'), ('held', 'Deleting put on hold'), ('released', 'Hold lifted'), ('limits-changed', 'Limits of managers changed'), ('tidied', 'Tidied'), ('record-left', 'Whole record taken away')], max_length=30),
        ),
    ]

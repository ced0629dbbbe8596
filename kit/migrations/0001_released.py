"""All tables of this app as its first release had them; it stands for the migrations of before, named in `replaces`."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('kit', '0001_initial'), ('kit', '0002_sent'), ('kit', '0003_several_drafts_of_a_form')]

    initial = True

    dependencies = [
        ('membership', '0001_released'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=200)),
                ('fields', models.TextField()),
                ('saved', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('word', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'ordering': ['-saved', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('person', 'form', 'key', 'word'), name='kit_draft_once', violation_error_message='This person has a draft of this form already.')],
            },
        ),
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=64)),
                ('row', models.BigIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name_plural': 'forms sent',
                'constraints': [models.UniqueConstraint(fields=('word',), name='kit_sent_once', violation_error_message='This form was saved already.')],
            },
        ),
    ]

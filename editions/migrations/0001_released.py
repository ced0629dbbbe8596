"""All tables of this app as its first release had them; it stands for the migrations of before, named in `replaces`."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('editions', '0001_initial'), ('editions', '0002_initial'), ('editions', '0003_decisions'), ('editions', '0004_sentences'), ('editions', '0005_what_erasing_takes'), ('editions', '0006_earlier_documents_move'), ('editions', '0007_decider_once')]

    initial = True

    dependencies = [
        ('membership', '0001_released'),
        ('publications', '0001_released'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('content', models.TextField(blank=True, editable=False)),
                ('schema', models.PositiveSmallIntegerField(editable=False)),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='check code')),
                ('decision', models.TextField(blank=True, editable=False, verbose_name='decision in words')),
                ('published_on', models.DateField(blank=True, editable=False, null=True)),
                ('composed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('superseded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('composed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='publications.publication')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('superseded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('amends', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amended_by', to='editions.edition')),
                ('approved_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('approved_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_recorded_decision', models.BooleanField(editable=False, null=True)),
                ('changes_asked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('changes_asked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('difference', models.TextField(blank=True, editable=False)),
                ('difference_erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('difference_erased_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('erased_because', models.TextField(blank=True, editable=False)),
                ('erased_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erasure_asked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('erasure_asked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erasure_instruction', models.TextField(blank=True, editable=False)),
                ('findings', models.TextField(blank=True, editable=False, verbose_name='what the checks found when it was sent')),
                ('needs_approval', models.BooleanField(default=False, editable=False)),
                ('note', models.TextField(blank=True, editable=False, verbose_name='public note')),
                ('remark', models.TextField(blank=True, editable=False, verbose_name='why it was sent with these findings')),
                ('returned_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('returned_because', models.TextField(blank=True, editable=False)),
                ('returned_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('sent_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_down_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('taken_down_because', models.TextField(blank=True, editable=False)),
                ('taken_down_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['publication', '-number', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('composed_at__isnull', True), ('composed_by__isnull', True)), models.Q(('composed_at__isnull', False), ('composed_by__isnull', False)), _connector='OR'), name='editions_edition_composed_at_and_by', violation_error_message='Who composed it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='editions_edition_published_at_and_by', violation_error_message='Who published it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('superseded_at__isnull', True), ('superseded_by__isnull', True)), models.Q(('superseded_at__isnull', False), ('superseded_by__isnull', False)), _connector='OR'), name='editions_edition_superseded_at_and_by', violation_error_message='Who superseded it and when belong together.'), models.UniqueConstraint(fields=('publication', 'number'), name='editions_edition_number', violation_error_message='This version number is taken.'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('published_at__isnull', True), ('published_on__isnull', True)), models.Q(('number__gte', 1), ('number__isnull', False), ('published_at__isnull', False), ('published_on__isnull', False)), _connector='OR'), name='editions_edition_published_is_numbered', violation_error_message='A published version has a number and a date, a draft has neither.'), models.CheckConstraint(condition=models.Q(('superseded_at__isnull', True), ('published_at__isnull', False), _connector='OR'), name='editions_edition_superseded_was_published', violation_error_message='Only what was published can be superseded.'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('sent_by__isnull', True)), models.Q(('sent_at__isnull', False), ('sent_by__isnull', False)), _connector='OR'), name='editions_edition_sent_at_and_by', violation_error_message='Who sent it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), name='editions_edition_returned_at_and_by', violation_error_message='Who returned it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('changes_asked_at__isnull', True), ('changes_asked_by__isnull', True)), models.Q(('changes_asked_at__isnull', False), ('changes_asked_by__isnull', False)), _connector='OR'), name='editions_edition_changes_asked_at_and_by', violation_error_message='Who asked for changes to it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='editions_edition_approved_at_and_by', violation_error_message='Who approved it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('taken_down_at__isnull', True), ('taken_down_by__isnull', True)), models.Q(('taken_down_at__isnull', False), ('taken_down_by__isnull', False)), _connector='OR'), name='editions_edition_taken_down_at_and_by', violation_error_message='Who took it down and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('erasure_asked_at__isnull', True), ('erasure_asked_by__isnull', True)), models.Q(('erasure_asked_at__isnull', False), ('erasure_asked_by__isnull', False)), _connector='OR'), name='editions_edition_erasure_asked_at_and_by', violation_error_message='Who asked for its erasure and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('erased_by__isnull', True)), models.Q(('erased_at__isnull', False), ('erased_by__isnull', False)), _connector='OR'), name='editions_edition_erased_at_and_by', violation_error_message='Who erased it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('difference_erased_at__isnull', True), ('difference_erased_by__isnull', True)), models.Q(('difference_erased_at__isnull', False), ('difference_erased_by__isnull', False)), _connector='OR'), name='editions_edition_difference_erased_at_and_by', violation_error_message='Who erased its difference and when belong together.'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', False), ('superseded_at__isnull', True), ('taken_down_at__isnull', True)), fields=('publication',), name='editions_edition_one_live', violation_error_message='Another version of this publication is live.'), models.CheckConstraint(condition=models.Q(('taken_down_at__isnull', True), ('published_at__isnull', False), _connector='OR'), name='editions_edition_taken_down_was_published', violation_error_message='Only what was published can be taken down.'), models.CheckConstraint(condition=models.Q(('needs_approval', False), ('published_at__isnull', True), ('approved_at__isnull', False), _connector='OR'), name='editions_edition_published_was_approved', violation_error_message='This has to be approved before it is published.'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('by_recorded_decision__isnull', True)), models.Q(('approved_at__isnull', False), ('by_recorded_decision__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='editions_edition_approved_was_sent', violation_error_message='Only what was sent for approval can be approved.'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('by_recorded_decision', True), ('by_recorded_decision__isnull', False)), models.Q(('approved_by', models.F('sent_by')), _negated=True), _connector='OR'), name='editions_edition_sender_does_not_approve', violation_error_message="Whoever sent a draft can't approve it; record the decision of a body instead."), models.CheckConstraint(condition=models.Q(('returned_at__isnull', True), models.Q(('approved_at__isnull', True), ('sent_at__isnull', False)), _connector='OR'), name='editions_edition_returned_is_not_approved', violation_error_message='Only what waits for approval can be given back.'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), models.Q(('content', ''), _negated=True)), models.Q(('content', ''), ('erased_at__isnull', False)), _connector='OR'), name='editions_edition_content_or_erased', violation_error_message='A version holds its content until it is erased.'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('published_at__isnull', True), ('taken_down_at__isnull', False), _connector='OR'), name='editions_edition_erased_is_not_public', violation_error_message='What is erased is taken down too.'), models.CheckConstraint(condition=models.Q(('erased_by__isnull', True), models.Q(('erasure_instruction', ''), _negated=True), models.Q(('erasure_asked_by__isnull', False), models.Q(('erased_by', models.F('erasure_asked_by')), _negated=True)), _connector='OR'), name='editions_edition_erased_by_two', violation_error_message='Erasing takes two people, or the recorded instruction of the data protection officer.')],
            },
        ),
        migrations.CreateModel(
            name='KeptFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('media_type', models.CharField(max_length=80)),
                ('data', models.BinaryField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('kept_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('erased_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kept_at__isnull', True), ('kept_by__isnull', True)), models.Q(('kept_at__isnull', False), ('kept_by__isnull', False)), _connector='OR'), name='editions_keptfile_kept_at_and_by', violation_error_message='Who kept it and when belong together.'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('erased_by__isnull', True)), models.Q(('erased_at__isnull', False), ('erased_by__isnull', False)), _connector='OR'), name='editions_keptfile_erased_at_and_by', violation_error_message='Who erased it and when belong together.')],
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdf', 'PDF')], max_length=10)),
                ('data', models.BinaryField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('pages', models.PositiveIntegerField()),
                ('versions', models.TextField(help_text='Programs and fonts it was made with.')),
                ('made_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='editions.edition')),
                ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('erased_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('made_at__isnull', True), ('made_by__isnull', True)), models.Q(('made_at__isnull', False), ('made_by__isnull', False)), _connector='OR'), name='editions_rendition_made_at_and_by', violation_error_message='Who made it and when belong together.'), models.UniqueConstraint(fields=('edition', 'kind'), name='editions_rendition_once', violation_error_message='This file was made already.'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('erased_by__isnull', True)), models.Q(('erased_at__isnull', False), ('erased_by__isnull', False)), _connector='OR'), name='editions_rendition_erased_at_and_by', violation_error_message='Who erased it and when belong together.')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('signed-in', 'Approved on this site'), ('meeting', 'Decided at a meeting'), ('chair', 'Agreed by the chair, to be ratified by a meeting'), ('standing', "Under the board's standing permission"), ('in-words', 'In other words')], max_length=10)),
                ('decided_by', models.CharField(max_length=250)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('reference', models.CharField(blank=True, max_length=120)),
                ('ratified', models.CharField(blank=True, max_length=120, verbose_name='meeting that will ratify it')),
                ('changes', models.TextField(blank=True, verbose_name='changes asked for')),
                ('confirmed_by', models.CharField(blank=True, max_length=120, verbose_name='who confirms the changes')),
                ('recorded_as', models.CharField(blank=True, max_length=120)),
                ('recorded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='editions.edition')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('extract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='editions.keptfile')),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('erased_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('recorded_at__isnull', True), ('recorded_by__isnull', True)), models.Q(('recorded_at__isnull', False), ('recorded_by__isnull', False)), _connector='OR'), name='editions_approval_recorded_at_and_by', violation_error_message='Who recorded it and when belong together.'), models.UniqueConstraint(condition=models.Q(('how', 'signed-in')), fields=('edition', 'recorded_by'), name='editions_approval_once_each', violation_error_message='You have approved this draft already.'), models.CheckConstraint(condition=models.Q(('how', 'in-words'), ('decided_on__isnull', False), _connector='OR'), name='editions_approval_dated', violation_error_code='decided_on', violation_error_message='Give the day on which it was decided.'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'chair'), _negated=True), models.Q(('ratified', ''), _negated=True), _connector='OR'), name='editions_approval_chair_is_ratified', violation_error_code='ratified', violation_error_message='Say which meeting will ratify it.'), models.CheckConstraint(condition=models.Q(('changes', ''), models.Q(('confirmed_by', ''), _negated=True), _connector='OR'), name='editions_approval_changes_confirmed', violation_error_code='confirmed_by', violation_error_message='Say who confirms the changes.'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('erased_by__isnull', True)), models.Q(('erased_at__isnull', False), ('erased_by__isnull', False)), _connector='OR'), name='editions_approval_erased_at_and_by', violation_error_message='Who erased the changes it asked for and when belong together.'), models.UniqueConstraint(models.F('edition'), django.db.models.functions.text.Lower(django.db.models.functions.text.Replace('decided_by', models.Value(' '), models.Value(''))), name='editions_approval_decider_once', violation_error_code='decided_by', violation_error_message='They have decided on this draft already.')],
            },
        ),
        migrations.CreateModel(
            name='Presented',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateField(blank=True, null=True)),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Nothing heard yet'), ('approved', 'Approved'), ('noted', 'Noted'), ('comments', 'Comments')], default='', max_length=10)),
                ('comments', models.TextField(blank=True)),
                ('reference', models.CharField(blank=True, help_text='Such as: agenda item 9, 9 June 2016.', max_length=120)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='editions.edition')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='publications.recipient')),
            ],
            options={
                'verbose_name_plural': 'presented',
                'ordering': ['recipient__position', 'recipient'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'recipient'), name='editions_presented_once', violation_error_message='This recipient is on the list already.'), models.CheckConstraint(condition=models.Q(('outcome', ''), ('sent_on__isnull', False), _connector='OR'), name='editions_presented_outcome_after_sending', violation_error_code='sent_on', violation_error_message='Give the day it was sent before what came of it.')],
            },
        ),
    ]

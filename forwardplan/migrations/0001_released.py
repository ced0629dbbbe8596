"""All tables of this app as its first release had them; it stands for the migrations of before, named in `replaces`."""

import django.core.validators
import django.db.models.deletion
import kit.rows
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('forwardplan', '0001_initial'), ('forwardplan', '0002_initial'), ('forwardplan', '0003_lines_of_a_row')]

    initial = True

    dependencies = [
        ('membership', '0001_released'),
        ('priorities', '0001_released'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalMeeting',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('label', models.CharField(blank=True, help_text='As printed: June 16. Empty means the date.', max_length=60)),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)])),
                ('month', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)])),
                ('starts_at', models.TimeField(blank=True, null=True)),
                ('ends_at', models.TimeField(blank=True, null=True)),
                ('venue', models.CharField(blank=True, max_length=200)),
                ('papers_due', models.DateField(blank=True, null=True)),
                ('papers_where', models.CharField(blank=True, max_length=250, verbose_name='where the papers are')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('body', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='membership.body')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical meeting',
                'verbose_name_plural': 'historical meetings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['id', 'history_id'], name='forwardplan_id_931d0a_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStandingItem',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('title', models.CharField(max_length=250)),
                ('rule', models.CharField(choices=[('every-meeting', 'Every meeting'), ('months', 'In these months')], default='every-meeting', max_length=14)),
                ('months', models.CharField(blank=True, help_text='Numbers parted by commas: 3, 6, 9.', max_length=40)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('body', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='membership.body')),
                ('goal', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='priorities.goal', verbose_name='serves')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='membership.party')),
            ],
            options={
                'verbose_name': 'historical standing item',
                'verbose_name_plural': 'historical standing items',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['id', 'history_id'], name='forwardplan_id_864f89_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('label', models.CharField(blank=True, help_text='As printed: June 16. Empty means the date.', max_length=60)),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)])),
                ('month', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)])),
                ('starts_at', models.TimeField(blank=True, null=True)),
                ('ends_at', models.TimeField(blank=True, null=True)),
                ('venue', models.CharField(blank=True, max_length=200)),
                ('papers_due', models.DateField(blank=True, null=True)),
                ('papers_where', models.CharField(blank=True, max_length=250, verbose_name='where the papers are')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='membership.body')),
            ],
            options={
                'ordering': ['year', models.OrderBy(models.F('month'), nulls_last=True), models.OrderBy(models.F('day'), nulls_last=True), 'pk'],
                'constraints': [models.UniqueConstraint(fields=('body', 'key'), name='forwardplan_meeting_key', violation_error_message='Another row here has the same key.'), models.CheckConstraint(condition=models.Q(('day__isnull', True), ('month__isnull', False), _connector='OR'), name='forwardplan_meeting_day_has_month', violation_error_code='month', violation_error_message='A day needs its month.'), models.CheckConstraint(condition=models.Q(('month__isnull', True), models.Q(('month__gte', 1), ('month__lte', 12)), _connector='OR'), name='forwardplan_meeting_month_of_year', violation_error_code='month', violation_error_message='A month is a number from 1 to 12.')],
            },
        ),
        migrations.CreateModel(
            name='StandingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('title', models.CharField(max_length=250)),
                ('rule', models.CharField(choices=[('every-meeting', 'Every meeting'), ('months', 'In these months')], default='every-meeting', max_length=14)),
                ('months', models.CharField(blank=True, help_text='Numbers parted by commas: 3, 6, 9.', max_length=40)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='membership.body')),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='priorities.goal', verbose_name='serves')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.party')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('body', 'key'), name='forwardplan_standingitem_key', violation_error_message='Another row here has the same key.'), models.CheckConstraint(condition=models.Q(models.Q(('months', ''), ('rule', 'every-meeting')), models.Q(('rule', 'months'), models.Q(('months', ''), _negated=True)), _connector='OR'), name='forwardplan_standingitem_months_named', violation_error_code='months', violation_error_message="Name the months where the item isn't on every agenda, and only there.")],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('title', models.CharField(max_length=250)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not yet considered'), ('noted', 'Noted'), ('agreed', 'Agreed'), ('deferred', 'Deferred')], max_length=8)),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='priorities.goal', verbose_name='serves')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.party')),
                ('deferred_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deferred', to='forwardplan.meeting')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='forwardplan.meeting')),
                ('standing_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='forwardplan.standingitem')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('meeting', 'key'), name='forwardplan_agendaitem_key', violation_error_message='Another row here has the same key.'), models.CheckConstraint(condition=models.Q(('deferred_from__isnull', True), models.Q(('deferred_from', models.F('meeting')), _negated=True), _connector='OR'), name='forwardplan_agendaitem_not_deferred_from_itself', violation_error_code='deferred_from', violation_error_message='An item is deferred from another meeting.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAgendaItem',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('title', models.CharField(max_length=250)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not yet considered'), ('noted', 'Noted'), ('agreed', 'Agreed'), ('deferred', 'Deferred')], max_length=8)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('goal', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='priorities.goal', verbose_name='serves')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='membership.party')),
                ('deferred_from', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='forwardplan.meeting')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='forwardplan.meeting')),
                ('standing_item', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='forwardplan.standingitem')),
            ],
            options={
                'verbose_name': 'historical agenda item',
                'verbose_name_plural': 'historical agenda items',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['id', 'history_id'], name='forwardplan_id_5e5e1e_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]

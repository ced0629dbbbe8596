"""All tables of this app as its first release had them; it stands for the migrations of before, named in `replaces`."""

import django.core.validators
import django.db.models.deletion
import kit.rows
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('finance', '0001_initial'), ('finance', '0002_initial'), ('finance', '0003_lines_of_a_row')]

    initial = True

    dependencies = [
        ('membership', '0001_released'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalBudget',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('financial_year', models.CharField(help_text='As the board writes it: 2016/17.', max_length=20)),
                ('starts', models.DateField(blank=True, null=True)),
                ('ends', models.DateField(blank=True, null=True)),
                ('agreed_on', models.DateField(blank=True, null=True)),
                ('agreed_in_words', models.CharField(blank=True, help_text='Where and how it was agreed.', max_length=200)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical budget',
                'verbose_name_plural': 'historical budgets',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['id', 'history_id'], name='finance_his_id_0f670a_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('financial_year', models.CharField(help_text='As the board writes it: 2016/17.', max_length=20)),
                ('starts', models.DateField(blank=True, null=True)),
                ('ends', models.DateField(blank=True, null=True)),
                ('agreed_on', models.DateField(blank=True, null=True)),
                ('agreed_in_words', models.CharField(blank=True, help_text='Where and how it was agreed.', max_length=200)),
            ],
            options={
                'ordering': ['starts', 'financial_year'],
                'constraints': [models.UniqueConstraint(fields=('key',), name='finance_budget_key', violation_error_message='Another row here has the same key.'), models.CheckConstraint(condition=models.Q(('starts__isnull', True), ('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='finance_budget_ends_after_start', violation_error_code='ends', violation_error_message='The end lies before the start.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalBudgetLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('side', models.CharField(choices=[('income', 'Income'), ('expenditure', 'Expenditure')], max_length=11)),
                ('heading', models.CharField(blank=True, max_length=120)),
                ('description', models.CharField(max_length=200)),
                ('estimate', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('outturn', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('from_contributions', models.BooleanField(default=False, help_text="The estimate is then the sum of who pays what and isn't typed here.", verbose_name='reckoned from the contributions')),
                ('confirmed', models.BooleanField(default=True, help_text='Untick where it is subject to confirmation.')),
                ('recurrence', models.CharField(blank=True, choices=[('recurrent', 'Every year'), ('non-recurrent', 'Once'), ('brought-forward', 'Brought forward'), ('when-needed', 'When needed'), ('', 'Not said')], max_length=16)),
                ('post_share', models.DecimalField(blank=True, decimal_places=2, help_text="The board's part of a post: 0.5.", max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)])),
                ('note', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('budget', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='finance.budget')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical budget line',
                'verbose_name_plural': 'historical budget lines',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['id', 'history_id'], name='finance_his_id_699417_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalContribution',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('on_behalf_of', models.CharField(blank=True, max_length=200)),
                ('label', models.CharField(blank=True, help_text="As printed, where that isn't the payer's name.", max_length=200)),
                ('basis', models.CharField(choices=[('share', 'Share of the whole'), ('fixed', 'Fixed sum'), ('joint', 'Part of one payment to two boards')], default='share', max_length=6)),
                ('share', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='share in per cent')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('status', models.CharField(blank=True, choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('', 'Not said')], max_length=8)),
                ('status_on', models.DateField(blank=True, null=True, verbose_name='since')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('budget', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='finance.budget')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='membership.party')),
            ],
            options={
                'verbose_name': 'historical contribution',
                'verbose_name_plural': 'historical contributions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['id', 'history_id'], name='finance_his_id_6ea40c_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('side', models.CharField(choices=[('income', 'Income'), ('expenditure', 'Expenditure')], max_length=11)),
                ('heading', models.CharField(blank=True, max_length=120)),
                ('description', models.CharField(max_length=200)),
                ('estimate', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('outturn', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('from_contributions', models.BooleanField(default=False, help_text="The estimate is then the sum of who pays what and isn't typed here.", verbose_name='reckoned from the contributions')),
                ('confirmed', models.BooleanField(default=True, help_text='Untick where it is subject to confirmation.')),
                ('recurrence', models.CharField(blank=True, choices=[('recurrent', 'Every year'), ('non-recurrent', 'Once'), ('brought-forward', 'Brought forward'), ('when-needed', 'When needed'), ('', 'Not said')], max_length=16)),
                ('post_share', models.DecimalField(blank=True, decimal_places=2, help_text="The board's part of a post: 0.5.", max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)])),
                ('note', models.TextField(blank=True)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='finance.budget')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('budget', 'key'), name='finance_budgetline_key', violation_error_message='Another row here has the same key.'), models.UniqueConstraint(condition=models.Q(('from_contributions', True)), fields=('budget',), name='finance_budgetline_contributions_once', violation_error_code='from_contributions', violation_error_message='Another line of this budget is reckoned from the contributions already.'), models.CheckConstraint(condition=models.Q(('from_contributions', False), models.Q(('estimate__isnull', True), ('side', 'income')), _connector='OR'), name='finance_budgetline_reckoned_not_typed', violation_error_code='estimate', violation_error_message='A line reckoned from the contributions is income and has no estimate of its own.')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('on_behalf_of', models.CharField(blank=True, max_length=200)),
                ('label', models.CharField(blank=True, help_text="As printed, where that isn't the payer's name.", max_length=200)),
                ('basis', models.CharField(choices=[('share', 'Share of the whole'), ('fixed', 'Fixed sum'), ('joint', 'Part of one payment to two boards')], default='share', max_length=6)),
                ('share', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='share in per cent')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('status', models.CharField(blank=True, choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('', 'Not said')], max_length=8)),
                ('status_on', models.DateField(blank=True, null=True, verbose_name='since')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='finance.budget')),
                ('payer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.party')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('budget', 'key'), name='finance_contribution_key', violation_error_message='Another row here has the same key.'), models.CheckConstraint(condition=models.Q(('share__isnull', True), models.Q(('share__gte', 0), ('share__lte', 100)), _connector='OR'), name='finance_contribution_share_of_hundred', violation_error_code='share', violation_error_message='A share lies between 0 and 100 per cent.')],
            },
        ),
    ]

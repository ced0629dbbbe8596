import re

import django.db.models.deletion
import kit.rows
import membership.models.board
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from kit.telephones import parted
from kit.wcag import CRITERIA

CRITERION = re.compile(r"\b[1-4]\.[1-5]\.[0-9]{1,2}\b")


def lined(row, history, sort, db):
    """A line of history: what the row holds now. What a migration changes is nobody's deed."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    history.objects.using(db).create(**values, history_date=timezone.now(), history_type=sort)


def move(apps, schema_editor):
    """Numbers apart from their hours where it can be told which is which; each fault a row; Childline for children."""
    Board, Fault, Helpline, *histories = (
        apps.get_model("membership", name)
        for name in (
            "Board",
            "AccessibilityFault",
            "Helpline",
            "HistoricalBoard",
            "HistoricalAccessibilityFault",
            "HistoricalHelpline",
        )
    )
    db = schema_editor.connection.alias
    for board in Board.objects.using(db):
        changed = False
        for name in ("concern_daytime", "concern_out_of_hours"):
            number, beside = parted(getattr(board, name))
            if number and beside:
                setattr(board, name, number)
                setattr(board, f"{name}_when", beside)
                changed = True
        if changed:
            board.version += 1
            board.save(using=db)
            lined(board, histories[0], "~", db)
        for place, words in enumerate(faults(board.accessibility_faults), start=1):
            found = CRITERION.search(words)
            fault = Fault.objects.using(db).create(
                key=f"fault-{place}",
                position=place,
                words=words,
                criterion=found[0] if found and found[0] in CRITERIA else "",
            )
            lined(fault, histories[1], "+", db)
    for line in Helpline.objects.using(db).filter(number="0800 1111"):
        line.for_oneself, line.version = True, line.version + 1
        line.save(using=db)
        lined(line, histories[2], "~", db)


def faults(text):
    """The faults of a text: one for each line that begins with a dash, with the lines below it, and each paragraph."""
    pieces = re.split(r"\n(?=\s*[-–•])|\n\s*\n", text.replace("\r\n", "\n"))
    return [words for piece in pieces if (words := " ".join(piece.split()).lstrip("-–• "))]


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0007_principles_and_second_boards'),
    ]

    operations = [
        migrations.AddField(
            model_name='board',
            name='complaints',
            field=models.TextField(blank=True, help_text='A form’s web address or an e-mail address, and who answers. The law wants an electronic way.', verbose_name='how to complain about the use of personal information'),
        ),
        migrations.AddField(
            model_name='board',
            name='concern_afterwards',
            field=models.TextField(blank=True, help_text='Who answers, what they ask, what they do then, and who is told.', verbose_name='worried about a child: what happens after a call'),
        ),
        migrations.AddField(
            model_name='board',
            name='concern_daytime_when',
            field=models.CharField(blank=True, max_length=120, verbose_name='hours of that number'),
        ),
        migrations.AddField(
            model_name='board',
            name='concern_for_oneself',
            field=models.TextField(blank=True, help_text='A line or two, said to the child: whom to tell, and that it is right to.', verbose_name='worried about a child: to the child concerned'),
        ),
        migrations.AddField(
            model_name='board',
            name='concern_out_of_hours_when',
            field=models.CharField(blank=True, max_length=120, verbose_name='hours of the number out of hours'),
        ),
        migrations.AddField(
            model_name='board',
            name='controller',
            field=models.CharField(blank=True, help_text='Who decides which personal information is kept and why. Empty: whoever is responsible in law.', max_length=200, verbose_name='controller of personal information'),
        ),
        migrations.AddField(
            model_name='board',
            name='data_protection_contact',
            field=models.TextField(blank=True, help_text='How to reach the controller’s data protection officer.', verbose_name='data protection officer'),
        ),
        migrations.AddField(
            model_name='board',
            name='licence',
            field=models.CharField(blank=True, choices=[('', 'Another, in words, or not said'), ('ogl-3', 'Open Government Licence v3.0')], default='', max_length=8, verbose_name='licence for using it again'),
        ),
        migrations.AddField(
            model_name='board',
            name='licence_words',
            field=models.TextField(blank=True, help_text='Your own licence: what others may do. The Open Government Licence: what it leaves out.', verbose_name='licence in words'),
        ),
        migrations.AddField(
            model_name='board',
            name='log_retention',
            field=models.CharField(blank=True, help_text='As in a sentence: 30 days. Whoever looks after the server knows.', max_length=120, verbose_name='how long the server keeps its notes of requests'),
        ),
        migrations.AddField(
            model_name='board',
            name='statement_reviewed_on',
            field=models.DateField(blank=True, help_text='The day somebody last went through it. It is asked for again within a year.', null=True, verbose_name='accessibility statement last reviewed on'),
        ),
        migrations.AddField(
            model_name='helpline',
            name='for_oneself',
            field=models.BooleanField(default=False, help_text='Whoever answers is there for the child, and not only for those who are worried.', verbose_name='for the child concerned'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='complaints',
            field=models.TextField(blank=True, help_text='A form’s web address or an e-mail address, and who answers. The law wants an electronic way.', verbose_name='how to complain about the use of personal information'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='concern_afterwards',
            field=models.TextField(blank=True, help_text='Who answers, what they ask, what they do then, and who is told.', verbose_name='worried about a child: what happens after a call'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='concern_daytime_when',
            field=models.CharField(blank=True, max_length=120, verbose_name='hours of that number'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='concern_for_oneself',
            field=models.TextField(blank=True, help_text='A line or two, said to the child: whom to tell, and that it is right to.', verbose_name='worried about a child: to the child concerned'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='concern_out_of_hours_when',
            field=models.CharField(blank=True, max_length=120, verbose_name='hours of the number out of hours'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='controller',
            field=models.CharField(blank=True, help_text='Who decides which personal information is kept and why. Empty: whoever is responsible in law.', max_length=200, verbose_name='controller of personal information'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='data_protection_contact',
            field=models.TextField(blank=True, help_text='How to reach the controller’s data protection officer.', verbose_name='data protection officer'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='licence',
            field=models.CharField(blank=True, choices=[('', 'Another, in words, or not said'), ('ogl-3', 'Open Government Licence v3.0')], default='', max_length=8, verbose_name='licence for using it again'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='licence_words',
            field=models.TextField(blank=True, help_text='Your own licence: what others may do. The Open Government Licence: what it leaves out.', verbose_name='licence in words'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='log_retention',
            field=models.CharField(blank=True, help_text='As in a sentence: 30 days. Whoever looks after the server knows.', max_length=120, verbose_name='how long the server keeps its notes of requests'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='statement_reviewed_on',
            field=models.DateField(blank=True, help_text='The day somebody last went through it. It is asked for again within a year.', null=True, verbose_name='accessibility statement last reviewed on'),
        ),
        migrations.AddField(
            model_name='historicalhelpline',
            name='for_oneself',
            field=models.BooleanField(default=False, help_text='Whoever answers is there for the child, and not only for those who are worried.', verbose_name='for the child concerned'),
        ),
        migrations.AlterField(
            model_name='board',
            name='concern_daytime',
            field=models.CharField(blank=True, help_text='The number alone; on a telephone it is a button that rings.', max_length=120, verbose_name='worried about a child: number by day'),
        ),
        migrations.AlterField(
            model_name='historicalboard',
            name='concern_daytime',
            field=models.CharField(blank=True, help_text='The number alone; on a telephone it is a button that rings.', max_length=120, verbose_name='worried about a child: number by day'),
        ),
        migrations.CreateModel(
            name='AccessibilityFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('words', models.TextField(help_text='For whom, and where: People who can’t see the map on the page … don’t get its words.', verbose_name='what isn’t accessible')),
                ('criterion', models.CharField(blank=True, help_text='Its number, such as 1.4.3.', max_length=60, validators=[membership.models.board.check_criterion], verbose_name='WCAG criterion')),
                ('stands', models.CharField(choices=[('to-mend', 'Will be put right'), ('burden', 'Putting it right is a disproportionate burden'), ('scope', 'The regulations don’t apply to it')], default='to-mend', max_length=8, verbose_name='what becomes of it')),
                ('starts', models.DateField(blank=True, null=True, verbose_name='known since')),
                ('mend_by', models.DateField(blank=True, null=True, verbose_name='put right by')),
                ('ends', models.DateField(blank=True, help_text='From that day it is on the list no more.', null=True, verbose_name='put right on')),
            ],
            options={
                'verbose_name': 'fault in accessibility',
                'verbose_name_plural': 'faults in accessibility',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key',), name='membership_accessibilityfault_key', violation_error_message='Another row here has the same key.'), models.CheckConstraint(condition=models.Q(('starts__isnull', True), ('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='membership_accessibilityfault_ends_after_start', violation_error_code='ends', violation_error_message='The end lies before the start.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAccessibilityFault',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('key', kit.rows.KeyField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(default=0, help_text='Rows stand in the order of these numbers.')),
                ('words', models.TextField(help_text='For whom, and where: People who can’t see the map on the page … don’t get its words.', verbose_name='what isn’t accessible')),
                ('criterion', models.CharField(blank=True, help_text='Its number, such as 1.4.3.', max_length=60, validators=[membership.models.board.check_criterion], verbose_name='WCAG criterion')),
                ('stands', models.CharField(choices=[('to-mend', 'Will be put right'), ('burden', 'Putting it right is a disproportionate burden'), ('scope', 'The regulations don’t apply to it')], default='to-mend', max_length=8, verbose_name='what becomes of it')),
                ('starts', models.DateField(blank=True, null=True, verbose_name='known since')),
                ('mend_by', models.DateField(blank=True, null=True, verbose_name='put right by')),
                ('ends', models.DateField(blank=True, help_text='From that day it is on the list no more.', null=True, verbose_name='put right on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical fault in accessibility',
                'verbose_name_plural': 'historical faults in accessibility',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['id', 'history_id'], name='membership__id_331158_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='board',
            name='accessibility_faults',
        ),
        migrations.RemoveField(
            model_name='historicalboard',
            name='accessibility_faults',
        ),
    ]

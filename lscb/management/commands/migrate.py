"""manage.py migrate: Django's own, which makes the tables of a new board at once, and loses nothing on the way back."""

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddField, CreateModel

from kit.wording import counted, listed
from lscb.custody import tables

NAMED = 3  # tables and columns
# Whoever asks for one of these wants the migrations one by one.
NOT_PLAIN = ("app_label", "fake", "fake_initial", "plan", "run_syncdb", "check_unapplied", "prune")


class Command(Migrate):
    help = f"{Migrate.help} It refuses to go back over a table or column in which something is recorded."

    def handle(self, *args, **options):
        if options["app_label"] and options["migration_name"] and not options["fake"] and not options["plan"]:
            self.refuse_losing(connections[options["database"]], options["app_label"], options["migration_name"])
        if not any(options[name] for name in NOT_PLAIN):
            made = tables.make_at_once(connections[options["database"]])
            if made and options["verbosity"]:
                self.stdout.write("The database was empty: all tables were made at once.")
        return super().handle(*args, **options)

    def refuse_losing(self, connection, label, name):
        executor = MigrationExecutor(connection)
        names = [each for app, each in executor.loader.graph.nodes if app == label and each.startswith(name)]
        if name != "zero" and len(names) != 1:
            return  # Django says so itself
        plan = executor.migration_plan([(label, None if name == "zero" else names[0])])
        lost = [
            words for migration, backwards in plan if backwards for words in losses(executor, connection, migration)
        ]
        if lost:
            some = sorted(set(lost))
            more = [counted(len(some) - NAMED, "other")] if len(some) > NAMED else []
            raise CommandError(
                f"Going back would lose what is recorded in {listed([*some[:NAMED], *more])}. Nothing was changed. The "
                "way back is the release before and the backup that was made before the upgrade: manage.py restore."
            )


def losses(executor, connection, migration):
    """The tables and columns with something in them that a migration takes away on its way back, in words."""
    after = executor.loader.project_state((migration.app_label, migration.name)).apps
    for operation in migration.operations:
        if isinstance(operation, CreateModel):
            model = after.get_model(migration.app_label, operation.name)
            if model._meta.managed and model._base_manager.using(connection.alias).exists():
                yield f"the table {model._meta.label_lower}"
        elif isinstance(operation, AddField):
            model = after.get_model(migration.app_label, operation.model_name)
            field = model._meta.get_field(operation.name)
            empty = (
                models.Q(**{f"{field.name}__isnull": True})
                if field.null
                else models.Q(**{field.attname: field.get_default()})
            )
            if model._base_manager.using(connection.alias).exclude(empty).exists():
                yield f"the column {model._meta.label_lower}.{field.name}"

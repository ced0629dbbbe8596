"""The tables of a database that begins: made once, as all migrations together leave them."""

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.special import RunPython, RunSQL


def make_at_once(connection) -> bool:
    """Give an empty database every table and record each migration as done; False, and nothing done, if it isn't empty.

    One migration after another a new board would wait minutes, while tables in which nothing stands are built anew.
    What migrations do besides is done too, but for what they mark as of no use in a new database (`elidable`). All of
    it stands or none.
    """
    executor = MigrationExecutor(connection)
    if set(connection.introspection.table_names()) - {executor.recorder.Migration._meta.db_table}:
        return False
    executor.recorder.ensure_schema()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    state = executor.loader.project_state()
    with connection.schema_editor(atomic=True) as editor:
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration, _ in plan:
            for operation in migration.operations:
                if isinstance(operation, RunPython | RunSQL) and not operation.elidable:
                    operation.database_forwards(migration.app_label, editor, state, state)
            executor.record_migration(migration)
    return True

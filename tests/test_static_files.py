"""Stylesheets and scripts as an installation keeps them."""

from django.core.management import call_command


def test_what_pages_name_is_packed_and_nothing_is_packed_twice(settings, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own/site.css").write_text("p { color: red }\n" * 99)
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "gathered"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "lscb.static_files.StaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = sorted(file.name for file in settings.STATIC_ROOT.iterdir())
    code = next(name for name in names if name.endswith(".css") and name != "site.css")
    assert names == sorted(["site.css", code, f"{code}.br", f"{code}.gz", "staticfiles.json"])

"""How stylesheets and scripts are kept: each under a name with its check code, and packed once for all readers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    def compress_files(self, paths):
        """Only what pages name: packing each file under its plain name too would take twice as long."""
        yield from super().compress_files(set(paths) & {*self.hashed_files.values()})

#!/bin/sh
# Importing WeasyPrint 70.0 changes Pillow 13.0.0 for the whole process: what arrived only in part opens like a whole picture.
# Guessed: a library that reads pictures for itself leaves the other's settings alone, so that an upload cut off on its way
# still raises OSError in the same program. It sets ImageFile.LOAD_TRUNCATED_IMAGES at its top, for everybody, for good;
# whether a program notices depends on which module was imported first. What cares sets it back just before it opens.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" -q install weasyprint==70.0 pillow==13.0.0
"$folder/v/bin/python" - <<'PY'
import PIL
from PIL import ImageFile

before = ImageFile.LOAD_TRUNCATED_IMAGES
import weasyprint  # noqa: E402

after = ImageFile.LOAD_TRUNCATED_IMAGES
print(f"Pillow {PIL.__version__}: {before}; once WeasyPrint {weasyprint.__version__} is imported: {after}")
assert (before, after) == (False, True)
PY

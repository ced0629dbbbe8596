"""The door that a web server knocks at."""

import gc
import logging
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from editions.doorway import Doorway
from lscb import failures, garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscb.settings")

# All that is loaded stays. To look through it for garbage as it grows took a fifth of the start, and then time of every
# so many requests.
gc.disable()
try:
    application = Doorway(get_wsgi_application(), settings.PUBLIC_ROOT)
except ImproperlyConfigured as wrong:
    # With this end gunicorn stops; after any other it would start the program again and again.
    print(failures.in_words(wrong), file=sys.stderr)
    sys.exit(4)

garbage.look_seldom()

for sentence in failures.at_the_start():
    logging.getLogger("lscb").error(sentence)

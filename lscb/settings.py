"""One settings module, driven by the environment. README.md lists every variable."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from whitenoise import compress

from lscb import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret_key(DEBUG)
# Former keys, still good for what was signed with them while a new one takes over.
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
SECRETS_KEYS = environment.secrets_keys(DEBUG)
# Off only if the program is tried on a person's own machine: cookies then travel over plain http.
HTTPS = environment.flag("HTTPS", default=not DEBUG)
TRUST_PROXY = environment.flag("TRUST_PROXY", default=False)
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", needed=not DEBUG)
# Where the public finds the site. What other programs follow (feed, sitemap, previews of a link) needs whole addresses.
SITE_ADDRESS = environment.site_address(ALLOWED_HOSTS, HTTPS)
CSRF_TRUSTED_ORIGINS = [f"https://{'*' * host.startswith('.')}{host}" for host in ALLOWED_HOSTS if HTTPS]

# For demonstrations only: what `kit.clock.today()` answers. Stamps stay real.
TODAY = environment.day("TODAY")

# Where the public site is written as plain files.
PUBLIC_ROOT = environment.folder("PUBLIC_ROOT", default=VAR / "public")

DATABASES = {"default": environment.database(f"sqlite:///{VAR / 'board.sqlite3'}", require_tls=HTTPS)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR.mkdir(exist_ok=True)
    # In memory SQLite ignores its lock settings, so the tests run on a file.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "tests.sqlite3"}

INSTALLED_APPS = [
    "lscb",
    "editions",
    "publications",
    "forwardplan",
    "finance",
    "priorities",
    "membership",
    "kit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "crispy_forms",
    "django_tables2",
    "django_htmx",
    "django_prose_editor",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kit.current.CurrentRequest",
    # Before all that may ask who is signed in.
    "lscb.health.signed_out",
    # Before all that may answer by itself: an error page, too, names the board. It asks for nothing until then.
    "membership.law.Speaks",
    # What adds headers comes before what may answer by itself: a redirect to https has them too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kit.headers.ContentPolicy",
    "kit.headers.ExtraHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before sessions: a public page costs what a file costs, sets no cookie, and answers with the database away.
    "editions.serving.PublicTree",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "membership.audit.Denials",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # A session that has run out is ended before anybody asks who is signed in.
    "membership.sessions.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "kit.drafts.keeping.KeepingSignIn",
    "membership.second_factor.Required",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "lscb.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "membership.context.board",
                "lscb.office.places.bar",
            ],
            "builtins": ["kit.templatetags.called"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "board"
CRISPY_TEMPLATE_PACK = "board"
DJANGO_TABLES2_TEMPLATE = "kit/_table.html"

# People
AUTH_USER_MODEL = "membership.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "welcome"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["membership.accounts.adapter.Passwords"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# How long the link of an invitation, or of a forgotten password, lives. The pages and mails name it.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A person who can write or approve signs in with a second factor. Off only if the program is tried out.
SECOND_FACTOR = environment.flag("SECOND_FACTOR", default=not DEBUG)
# If the council's own sign-in is used, local passwords can be switched off; one account keeps its own.
COUNCIL = environment.council(HTTPS)
LOCAL_PASSWORDS, BREAK_GLASS_EMAIL = environment.local_passwords(COUNCIL)
# A session ends after so many minutes without a page, and after twelve hours in any case.
SESSION_IDLE_MINUTES = environment.number("SESSION_IDLE_MINUTES", default=60)
SESSION_ENGINE = "membership.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "kit.drafts.keeping.out_of_date"
CSRF_COOKIE_AGE = None  # gone when the browser is closed
TRUSTED_COOKIE_NAME = "trusted"
# The messages cookie would have no __Host- name.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Signing in: allauth, with what its adapters in membership/ can't say.
ACCOUNT_ADAPTER = "membership.accounts.adapter.Accounts"
ACCOUNT_FORMS = {
    "login": "membership.accounts.forms.SignIn",
    "request_login_code": "membership.accounts.forms.AskForCode",
    "confirm_login_code": "membership.accounts.forms.EnterCode",
    "reset_password": "membership.accounts.forms.ForgottenPassword",
    "reset_password_from_key": "membership.accounts.forms.ChoosePassword",
    "user_token": "membership.accounts.forms.LinkForm",
    "change_password": "membership.accounts.forms.ChangePassword",
    "reauthenticate": "membership.accounts.forms.ConfirmPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; allauth's own check wants to know
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is the proof
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# How often somebody may try, and who is counted for it. docs/hosting.md says it in words.
THROTTLES = {
    name: environment.rates(f"THROTTLE_{name}", default)
    for name, default in {
        "WRONG_PASSWORDS": "5/5m,20/h",
        "WRONG_PASSWORDS_ANYWHERE": "50/h",
        "SIGN_INS": "120/m",
        # By the hour as well: five guesses go with each code, and each is a mail.
        "CODES": "3/m,20/h",
        "CODES_FROM_ADDRESS": "20/m,60/h",
        "CODE_TRIES": "5/15m",
        "LINKS": "5/m,20/h",
        "LINKS_FROM_ADDRESS": "20/m,60/h",
        "NEW_PASSWORDS": "60/m",
        "CONFIRMATIONS": "10/m",
        "VISITS_BY_LINK": "60/m",
    }.items()
}


def throttled(**counted):
    """A limit of allauth's: by address (ip), by login (user) or by whatever the deed is about (key)."""
    return ",".join(f"{rate}/{per}" for per, name in counted.items() for rate in THROTTLES[name].split(","))


ACCOUNT_RATE_LIMITS = {
    "login": throttled(ip="SIGN_INS"),
    "login_failed": throttled(key="WRONG_PASSWORDS"),
    "login_failed_anywhere": throttled(key="WRONG_PASSWORDS_ANYWHERE"),
    "request_login_code": throttled(ip="CODES_FROM_ADDRESS", key="CODES"),
    "enter_login_code": throttled(key="CODE_TRIES"),  # the key is one mailed code
    "reset_password": throttled(ip="LINKS_FROM_ADDRESS", key="LINKS"),
    "reset_password_from_key": throttled(ip="NEW_PASSWORDS"),
    "change_password": throttled(user="CONFIRMATIONS"),
    "reauthenticate": throttled(user="CONFIRMATIONS"),
    "link": throttled(ip="VISITS_BY_LINK"),
}
MFA_ADAPTER = "membership.second_factor.Factors"
MFA_FORMS = {
    "authenticate": "membership.accounts.forms.EnterSecondFactor",
    "reauthenticate": "membership.accounts.forms.ConfirmSecondFactor",
    "activate_totp": "membership.accounts.forms.AddApp",
    "generate_recovery_codes": "membership.accounts.forms.NewCodes",
    "authenticate_webauthn": "membership.accounts.forms.EnterPasskey",
    "reauthenticate_webauthn": "membership.accounts.forms.ConfirmPasskey",
    "add_webauthn": "membership.accounts.forms.AddPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT = 20  # a printed sheet is somebody's only second factor: a code for each sign-in
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Counts are kept where every worker sees them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
# If a proxy stands in front, the last address it noted is the visitor's; what a visitor made up comes before.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0

# Transport
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from beside the program, without TLS
    SECURE_HSTS_SECONDS = 63_072_000
    # Off where the site's name has others below it that don't speak TLS: browsers remember it for two years.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = environment.flag("HSTS_SUBDOMAINS", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, TRUSTED_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-trusted"
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSP_REPORTS = "/csp-reports/"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The pages whose form leads to the council's own sign-in add its address (membership.accounts.council).
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        # Where browsers tell what they refused; it is counted in the log.
        "report-uri": CSP_REPORTS,
    }
}
# Whom to tell of a weakness, at /.well-known/security.txt; nobody is named without it.
SECURITY_CONTACT, SECURITY_CONTACT_UNTIL = environment.security_contact()
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A command that is given each uploaded file and says whether it may be taken (kit.uploads). None is built in.
SCAN_UPLOADS = environment.command("SCAN_UPLOADS")

# Words, dates and numbers
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Two packages bring megabytes of source maps, which only a developer ever fetches.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*compress.Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "lscb.static_files.StaticFiles"
    },
}

# Mail is optional. Without a host none is sent, and pages say what to do instead; a developer sees it on the console.
EMAIL_HOST = environment.mail_host()
EMAIL_PORT = environment.number("EMAIL_PORT", default=25, most=65_535)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=False)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console' if DEBUG else 'dummy'}.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds; nobody waits longer for a page because a mail server is away
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# For a person who tries the program out, lines and whole errors; for a board JSON without anything personal.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "lscb.logs.JsonLines"},
    },
    "filters": {"no-fault": {"()": "lscb.logs.NoFault"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr" if DEBUG else "ext://sys.stdout",
            "formatter": "line" if DEBUG else "json",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": []},  # Django's own would mail whole requests, form bodies included, to ADMINS
        "django.request": {"filters": ["no-fault"]},
        "django.security.DisallowedHost": {"filters": ["no-fault"]},
        "pikepdf": {"level": "WARNING"},  # it announces that it was loaded
    },
}

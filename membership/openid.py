"""The council's own sign-in: OpenID Connect with one Microsoft Entra tenant, for people who are invited here.

A person is known by the number their tenant gave them (`oid`), from the first time on. An address may pass to somebody
else; that number never does.
"""

import base64
import hashlib
import hmac
import logging
import secrets
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from kit import clock

from .models import User

SECONDS = 5
LEEWAY = 60
# How long somebody may take at the council's page.
PATIENCE = 15 * 60
FRESH = 15 * 60
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "nonce", "tid", "oid"]

logger = logging.getLogger(__name__)


class NotBelieved(Exception):
    """The council's answer can't be believed, or it isn't for us. The words are for the log."""


class Unknown(Exception):
    """The council knows this person, the board doesn't."""


def begin(callback, *, going_to, again):
    """What to keep in the session until the answer comes, and the address that the browser is sent to.

    `again` asks the council to have the person prove themselves anew, whatever its own session says.
    """
    kept = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(64),
        "callback": callback,
        "going_to": going_to,
        "again": again,
        "at": int(clock.now().timestamp()),
    }
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=")
    asked = {
        "client_id": settings.COUNCIL["client_id"],
        "response_type": "code",
        "response_mode": "query",
        "scope": "openid profile email",
        "redirect_uri": callback,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    return kept, f"{discovered()['authorization_endpoint']}?{urlencode(asked)}"


def person(kept, answer):
    """The login of the person that the council's answer is about. Raises NotBelieved or Unknown."""
    if not kept or not same(answer.get("state"), kept["state"]):
        raise NotBelieved("The answer doesn't belong to a question of this browser.")
    if clock.now().timestamp() - kept["at"] > PATIENCE:
        raise NotBelieved("The answer came too late.")
    if "code" not in answer:
        raise NotBelieved(f"The council's sign-in said: {answer.get('error', 'nothing')[:60]}.")
    claims = read(token(kept, answer["code"]), kept["nonce"])
    if kept["again"] and not proved_anew(claims):
        raise NotBelieved("The person didn't prove themselves anew, or the tenant doesn't say when (auth_time).")
    return known(claims["oid"]) or first_time(claims)


def token(kept, code):
    """The signed statement about a person, in exchange for the code that their browser brought."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": kept["callback"],
        "client_id": settings.COUNCIL["client_id"],
        "client_secret": settings.COUNCIL["client_secret"],
        "code_verifier": kept["verifier"],
    }
    try:
        response = requests.post(discovered()["token_endpoint"], data=form, timeout=SECONDS, allow_redirects=False)
        return response.json()["id_token"]
    except (requests.RequestException, ValueError, KeyError, TypeError) as problem:
        raise NotBelieved(f"The code could not be exchanged: {type(problem).__name__}.") from problem


def read(statement, nonce):
    """The claims of a statement that is signed, for us, by our tenant, in answer to our question, and still good."""
    try:
        kid = jwt.get_unverified_header(statement).get("kid")
        keys = [key for key in fetched(discovered()["jwks_uri"])["keys"] if key.get("kid") == kid]
        claims = jwt.decode(
            statement,
            jwt.PyJWK(keys[0], algorithm="RS256").key,
            algorithms=["RS256"],
            audience=settings.COUNCIL["client_id"],
            issuer=settings.COUNCIL["issuer"],
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, KeyError, IndexError, TypeError, AttributeError) as problem:
        raise NotBelieved(f"The statement is not good: {type(problem).__name__}.") from problem
    if not same(claims["nonce"], nonce):
        raise NotBelieved("The statement answers another question.")
    if not same(claims["tid"], settings.COUNCIL["tenant"]):
        raise NotBelieved("The statement is of another tenant.")
    if not claims["oid"] or not isinstance(claims["oid"], str):
        raise NotBelieved("The statement is about nobody.")
    return claims


def proved_anew(claims):
    """Whether the tenant says that the person has just proved themselves. That it was asked to is not enough: what it
    was asked passes through the browser of the person who sits there."""
    at = claims.get("auth_time")
    return isinstance(at, int) and clock.now().timestamp() - at <= FRESH


def addresses(claims):
    """The addresses that the tenant vouches for. An `email` is what somebody, a guest for instance, said of themselves,
    unless the tenant has shown that the domain is its owner's (`xms_edov`)."""
    told = [claims.get("preferred_username")]
    if claims.get("xms_edov") in (True, 1, "1", "true"):
        told.append(claims.get("email"))
    return {str(address).strip().lower() for address in told if address}


def known(oid):
    """The person who came in with this number before, under any address."""
    return User.objects.filter(council_id=oid).first()


def first_time(claims):
    """The invited person with this address, who is known by their number from now on.

    Never an administrator of the installation: an address is too little for that.
    """
    invited = User.objects.annotate(lower=Lower("email")).filter(
        lower__in=addresses(claims), council_id="", is_active=True, is_superuser=False
    )
    if len(invited) != 1:
        raise Unknown
    user = invited[0]
    user.council_id = claims["oid"]
    try:
        with transaction.atomic():
            user.save(update_fields=["council_id"])
    except IntegrityError as problem:
        raise Unknown from problem
    logger.info("Login %s is tied to the council's sign-in.", user.pk)
    return user


def discovered():
    """Where the tenant says its pages are. It must be the tenant that is set."""
    document = fetched(f"{settings.COUNCIL['issuer']}/.well-known/openid-configuration")
    if document.get("issuer") != settings.COUNCIL["issuer"]:
        raise NotBelieved("The discovery document is of another issuer.")
    return document


def fetched(address):
    """A JSON object from the council's sign-in."""
    try:
        response = requests.get(address, timeout=SECONDS, allow_redirects=False)
        response.raise_for_status()
        document = response.json()
    except (requests.RequestException, ValueError) as problem:
        raise NotBelieved(f"The council's sign-in can't be reached: {type(problem).__name__}.") from problem
    if not isinstance(document, dict):
        raise NotBelieved("The council's sign-in answers with something else.")
    return document


def same(one, other):
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())

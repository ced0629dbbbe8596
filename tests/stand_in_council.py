"""A small OpenID provider with keys of its own, for tests: discovery, a sign-in page, tokens, keys."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

TENANT, CLIENT, SECRET = "11111111-2222-3333-4444-555555555555", "our-client", "our-secret"


class Council:
    """The provider. `person` sits before its sign-in page; `twist` changes what it says before it is signed."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person = {"oid": "ann-s-number", "preferred_username": "Ann@Council.example", "name": "Ann"}
        self.twist = {}
        self.sign = self.signed
        self.asked, self.codes = {}, {}
        self.away = False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/{TENANT}/v2.0"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def signed(self, claims):
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})

    def get(self, path, query):
        """What a GET answers: status, headers, a document."""
        if path.endswith("/.well-known/openid-configuration"):
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return 200, {}, {"issuer": self.issuer} | {name: f"{self.issuer}/{name}" for name in names}
        if path.endswith("/jwks_uri"):
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {}, {"keys": [{**public, "kid": "one", "use": "sig"}]}
        if path.endswith("/authorization_endpoint"):
            self.asked = query
            code = secrets.token_urlsafe()
            self.codes[code] = query
            back = urlencode({"code": code, "state": query["state"]})
            return 302, {"Location": f"{query['redirect_uri']}?{back}"}, {}
        return 404, {}, {}

    def post(self, form):
        """What the token endpoint answers: like a real one it takes a code once, with its secret and its verifier."""
        asked = self.codes.pop(form.get("code"), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        good = (
            asked
            and form["client_id"] == CLIENT
            and form["client_secret"] == SECRET
            and form["redirect_uri"] == asked["redirect_uri"]
            and challenge.rstrip(b"=").decode() == asked["code_challenge"]
        )
        if not good:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 3600,
            "sub": "subject",
            "tid": TENANT,
            "nonce": asked["nonce"],
            **self.person,
            **self.twist,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"id_token": self.sign(claims), "access_token": "x", "token_type": "Bearer"}


def handler(council):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            place = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(place.query).items()}
            self.answer(*council.get(place.path, query))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, document = council.post({name: values[0] for name, values in parse_qs(body).items()})
            self.answer(status, {}, document)

        def answer(self, status, headers, document):
            body = json.dumps(document).encode()
            self.send_response(503 if council.away else status)
            for name, value in {"Content-Type": "application/json", "Content-Length": len(body), **headers}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return Handler

"""A small OpenID Connect provider on this machine: discovery, token and user info over real HTTP."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt


class Provider:
    """`claims` is what it says about whoever signs in next."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/authorize"):
                    self._send_back()
                else:
                    self._answer(provider.configuration if "well-known" in self.path else provider.claims)

            def _send_back(self) -> None:
                self.send_response(302)
                self.send_header("Location", provider.way_back(self.path))
                self.end_headers()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self._answer(provider.token())

            def _answer(self, data: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(data).encode())

            def log_message(self, *_arguments: object) -> None:
                """Nothing: the tests say what matters."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def variables(self) -> dict[str, str]:
        """What an operator sets to use it."""
        return {
            "BLEIB_OIDC_ISSUER": self.issuer,
            "BLEIB_OIDC_CLIENT_ID": "bleib",
            "BLEIB_OIDC_CLIENT_SECRET": "s" * 32,
        }

    @property
    def configuration(self) -> dict[str, Any]:
        paths = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in paths.items()} | {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self) -> dict[str, Any]:
        claims = self.claims | {"iss": self.issuer, "aud": "bleib", "iat": 1, "exp": 4_000_000_000}
        signed = jwt.encode(claims, "k" * 32, algorithm="HS256")
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def way_back(self, there: str) -> str:
        """Where the provider sends the browser after somebody said yes."""
        asked = parse_qs(urlsplit(there).query)
        assert asked["code_challenge_method"] == ["S256"]
        return f"{asked['redirect_uri'][0]}?{urlencode({'code': 'c', 'state': asked['state'][0]})}"

    def __enter__(self) -> Provider:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

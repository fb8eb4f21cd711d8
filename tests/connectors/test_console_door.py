"""The console behind the gateway: served, described, and with room for an article."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from connectors.gateway import create_app
from tests.connectors.desk_life import Scripted


def test_the_gateway_serves_the_console_without_knowledge(house: pytest.MonkeyPatch, dialogue: Scripted) -> None:
    with TestClient(create_app(dialogue), base_url="http://desk.example") as client:
        page = client.get("/console")
        assert page.url.path == "/console/sign-in" and "<h1>" in page.text
        assert "form-action 'self'" in page.headers["content-security-policy"]
        assert client.get("/api/curation/me").status_code == 401
        assert client.get("/console/nowhere").headers["content-type"].startswith("text/html")
        assert "/api/curation/tokens" in client.get("/docs").text
        assert set(client.get("/openapi.json").json()["components"]["securitySchemes"]) >= {"token", "session"}
        csrf = page.text.split('name="csrf" value="')[1][:64]
        long = {"csrf": csrf, "name": "x" * 200_000, "password": "y"}
        assert client.post("/console/sign-in", data=long).status_code == 401
        assert client.post("/console/sign-in", data={"name": "x" * 1_100_000}).status_code == 413
        assert client.post("/webhooks/rest/webhook", content=b"x" * 70_000).status_code == 413

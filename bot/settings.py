"""Every setting of every process. Nothing else reads the environment."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.callback_queues import Queues, callback_queues
from bot.crm_settings import CRM_NEEDS, CrmName, named

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings, read from `GUICHET_*` variables and a `.env` file."""

    model_config = SettingsConfigDict(
        env_prefix="GUICHET_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    environment: Literal["demo", "production"] = Field(
        "demo", description="`production` refuses to start without its secrets"
    )
    data_dir: Path = Field(ROOT / "data", description="where everything written at run time lies")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder")
    api_token: str = Field("", description="bearer token of the REST channel and the CRM API")
    secret: str = Field("", description="signs visitor tokens and buttons, 32 characters or more")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    now: datetime | None = Field(None, description="fixes the clock, for demos and tests")

    company_name: str = Field("Orméa", description="the company's name, as the bot says it")
    company_phone: str = Field("01 99 00 32 32", description="customer service number")
    company_site: str = Field("https://www.ormea.example", description="the company's web site")
    privacy_link: str = Field(
        "https://www.ormea.example/donnees-personnelles", description="the privacy notice's page"
    )
    company_hours: str = Field(
        "mon-fri 08:00-20:00, sat 09:00-18:00", description="when people answer, Paris time"
    )
    company_tone: Literal["warm", "plain"] = Field("warm", description="how the bot greets")
    company_region: Literal["metropole", "alsace-moselle"] = Field(
        "metropole", description="which public holidays apply"
    )

    gateway_host: str = Field("127.0.0.1", description="address of the gateway")
    gateway_port: int = Field(8000, description="port of the gateway")
    dialogue_port: int = Field(5005, description="port of the dialogue process, loopback only")
    origins: str = Field("", description="web sites that may embed the widget, comma separated")
    trusted_proxies: str = Field("", description="addresses whose X-Forwarded-For is believed")
    answer_timeout: float = Field(2.5, description="seconds before a visitor is told to wait")
    max_text: int = Field(2000, description="longest message, in characters")
    visitor_rate: str = Field("30/minute", description="messages a conversation may send")
    address_rate: str = Field("120/minute", description="messages an address may send")
    caller_rate: str = Field(
        "12000/minute", description="REST messages a server that holds the token may send"
    )

    retention_days: int = Field(90, description="days that what was said is kept", ge=1)
    retention_records_days: int = Field(
        1095, description="days that contacts are kept after all their business is over", ge=1
    )
    retention_comments_days: int = Field(
        365, description="days that comments in surveys keep their words", ge=1
    )
    retention_webhooks_days: int = Field(
        30, description="days that news which was sent is kept", ge=1
    )
    retention_logs_days: int = Field(30, description="days that lines of logs are kept", ge=1)
    retention_audio_days: int = Field(
        90, description="days that a fixed sentence's sound is kept unwanted", ge=1
    )
    discretion_hours: int = Field(
        48, description="hours until kept answers lose people's numbers, silence its state", ge=1
    )

    knowledge_dir: Path = Field(
        ROOT / "knowledge_base" / "articles", description="the company's articles"
    )
    import_max_mb: int = Field(
        20, description="largest file that may be brought into the knowledge base", ge=1, le=200
    )
    import_hosts: str = Field(
        "",
        description="sites whose pages may be brought in; empty: the company's own",
    )
    knowledge_grace_days: int = Field(
        0, description="days after its review date that an article is withdrawn; 0: never", ge=0
    )
    encoder: str = Field(
        "", description="a SentenceTransformer folder or name; empty: the packaged model"
    )

    webhook_hosts: str = Field(
        "", description="hosts that webhooks may reach on private addresses, comma separated"
    )

    check_links: bool = Field(
        False, description="whether a check before a release tries links, 50 at most, once a day"
    )
    callback_slot_minutes: int = Field(30, description="length of a callback slot", ge=1, le=1440)
    callback_capacity: int = Field(3, description="callbacks a slot may hold", ge=1)
    callback_queues: str = Field(
        "", description="who calls back, and when; empty: one queue, `support`"
    )
    callback_delay_minutes: int = Field(30, description="soonest callback, from now")
    callback_horizon_days: int = Field(21, description="latest callback, from now")
    handoff_waiting: int = Field(
        10,
        description="people who may wait for an adviser before a callback is proposed; 0: any",
        ge=0,
    )
    callback_attempts: int = Field(
        3, description="calls that are made before somebody is given up", ge=1, le=20
    )
    callback_retry_minutes: int = Field(
        60, description="soonest call after one that reached nobody", ge=1, le=10_080
    )
    callback_expiry_hours: int = Field(
        48, description="hours after which a callback that nobody made is closed, with a case", ge=1
    )
    callback_numbers: Literal["france", "europe", "world"] = Field(
        "europe", description="where we call: France and overseas, Europe too, everywhere"
    )
    callback_reminder_minutes: int = Field(
        60, description="minutes before a callback that its reminder is sent; 0: none", ge=0
    )
    smtp_url: str = Field(
        "",
        description="where letters go: `smtp://user:pass@host:587?starttls=1` or `smtps://…`; "
        "empty: into files",
    )
    letters_from: str = Field(
        "", description="sender of letters; empty: no-reply@ the company's site"
    )
    survey: Literal["csat", "nps", "none"] = Field(
        "csat", description="question at the end of a conversation"
    )
    survey_pause_days: int = Field(
        30,
        description="days that somebody known is not asked again; 0: at every conversation",
        ge=0,
    )
    voice_port: int = Field(8010, description="port of the voice process, loopback only")
    voice_host: str = Field(
        "127.0.0.1", description="address that AudioSocket and FastAGI listen on"
    )
    audiosocket_port: int = Field(9092, description="port of Asterisk's AudioSocket; 0: closed")
    fastagi_port: int = Field(4573, description="port of Asterisk's FastAGI; 0: closed")
    voice_language: Literal["fr", "en"] = Field("fr", description="language that calls open in")
    voice_phone: str = Field(
        "", description="number that callers reach this desk on; empty: the company's"
    )
    voice_capacity: int = Field(8, description="calls at one time; more are refused politely", ge=1)
    voice_workers: int = Field(2, description="recogniser processes", ge=1)
    voice_max_minutes: float = Field(20.0, description="longest call, in minutes", gt=0)
    voice_transfer: str = Field(
        "", description="where a person answers (extension or number); empty: a callback instead"
    )
    recogniser: Literal["auto", "vosk", "whisper"] = Field(
        "auto", description="`auto`: Vosk where a language has a model, Whisper elsewhere"
    )
    vosk_model_fr: str = Field("", description="Vosk model for French, a folder or a zip")
    vosk_model_en: str = Field("", description="Vosk model for English, a folder or a zip")
    piper_voice_fr: str = Field("", description="Piper voice for French, an .onnx file")
    piper_voice_en: str = Field("", description="Piper voice for English, an .onnx file")
    public_url: str = Field(
        "", description="https address of this desk as Twilio and visitors reach it, for links"
    )
    asterisk_user: str = Field("asterisk", description="user that chan_websocket gives")
    asterisk_password: str = Field("", description="its password; empty: loopback only")
    twilio_auth_token: str = Field("", description="checks Twilio's signatures; empty: closed")
    telnyx_public_key: str = Field("", description="checks Telnyx's signatures; empty: closed")
    signalwire_token: str = Field("", description="checks SignalWire's signatures; empty: closed")
    oidc_issuer: str = Field(
        "", description="OpenID Connect issuer that colleagues may sign in by; empty: none"
    )
    oidc_client_id: str = Field("", description="this desk's name at the issuer")
    oidc_client_secret: str = Field("", description="its secret at the issuer")
    oidc_role_claim: str = Field("groups", description="claim that tells roles, dots go inwards")
    oidc_roles: str = Field(
        "", description="roles by the claim's values: `leads=administrator, support=agent`"
    )
    case_hours: str = Field(
        "urgent=1, high=4, normal=24, low=72",
        description="hours, night and day, until a case of each priority is late",
    )
    crm: CrmName = Field("embedded", description="where cases and callbacks go")
    crm_url: str = Field("", description="address of the company's CRM")
    crm_user: str = Field("", description="our name there, where it wants one")
    crm_secret: str = Field("", description="our key, token or password there")
    crm_options: str = Field(
        "", description="what the CRM calls things: `queue=Support, field=ExternalRef`"
    )
    crm_delivery_timeout: float = Field(
        10.0, description="seconds that one request to the company's CRM may take", gt=0
    )
    crm_timeout: float = Field(2.0, description="seconds the CRM may take to answer", gt=0)

    @model_validator(mode="after")
    def _secrets_in_production(self) -> Settings:
        if self.environment == "production":
            for name in ("api_token", "secret"):
                if len(getattr(self, name)) < 32:
                    variable = f"GUICHET_{name.upper()}"
                    raise ValueError(f"{variable} must have 32 characters or more in production")
        return self

    @model_validator(mode="after")
    def _what_the_crm_needs(self) -> Settings:
        missing = [name for name in CRM_NEEDS[self.crm] if not getattr(self, name)]
        if missing:
            names = ", ".join(f"GUICHET_{name.upper()}" for name in missing)
            raise ValueError(f"GUICHET_CRM={self.crm} needs {names}")
        return self

    @model_validator(mode="after")
    def _hours_of_cases(self) -> Settings:
        for name, hours in named(self.case_hours).items():
            if name not in ("urgent", "high", "normal", "low") or not hours.isdecimal():
                raise ValueError(f"GUICHET_CASE_HOURS: `{name}={hours}` is no priority and hours")
        return self

    @model_validator(mode="after")
    def _queues_of_callbacks(self) -> Settings:
        try:
            self.queues  # noqa: B018  # read now, so that a wrong text stops the start
        except ValueError as error:
            raise ValueError(f"GUICHET_CALLBACK_QUEUES: {error}") from None
        return self

    @property
    def queues(self) -> Queues:
        """The callback queues by name; there is always one called `support`."""
        return callback_queues(self.callback_queues, self.company_hours, self.callback_capacity)

    @model_validator(mode="after")
    def _where_letters_go(self) -> Settings:
        place = urlsplit(self.smtp_url)
        if self.smtp_url and not (place.scheme in ("smtp", "smtps") and place.hostname):
            raise ValueError("GUICHET_SMTP_URL is not smtp://… or smtps://…")
        return self

    @property
    def visitors_url(self) -> str:
        """Where visitors reach the desk, for links."""
        return self.public_url.rstrip("/") or self.gateway_url

    @property
    def crm_named(self) -> dict[str, str]:
        """What the company's CRM calls things, by our word for it."""
        return named(self.crm_options)

    @property
    def sql_url(self) -> str:
        """The database's URL, with the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'guichet.db'}"

    @property
    def gateway_url(self) -> str:
        """Where this machine itself reaches the gateway."""
        host = "127.0.0.1" if self.gateway_host == "0.0.0.0" else self.gateway_host
        return f"http://{host}:{self.gateway_port}"

    def token(self) -> str:
        """The API token; a demo without one makes its own, once, in the data folder."""
        return self.api_token or _kept_secret(self.data_dir / "api_token")

    def signing_key(self) -> str:
        """The signing secret; a demo without one makes its own, once, in the data folder."""
        return self.secret or _kept_secret(self.data_dir / "secret")


def _kept_secret(path: Path) -> str:
    """A random secret that survives restarts and that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_text(secrets.token_urlsafe(32))
    draft.chmod(0o600)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()

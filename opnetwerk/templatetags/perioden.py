"""Years that belong together stay on one line."""

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
PERIODE = re.compile(r"(?<![\d>=\"'/-])((?:19|20)\d\d[-–](?:19|20)\d\d)(?![\d-])")


@register.filter
def perioden(waarde: Any) -> SafeString:
    """A plain text, escaped, in which "2027-2032" does not break behind its hyphen. Not for HTML with attributes."""
    return mark_safe(PERIODE.sub(r'<span class="periode">\1</span>', conditional_escape(waarde)))  # noqa: S308

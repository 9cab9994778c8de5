"""How sound and film of elsewhere stand on a page: the player's address, the page's, and who is behind it."""

from django import template

from talent import media

register = template.Library()
register.filter("inbedadres", media.inbedadres)
register.filter("bronadres", media.bronadres)
register.filter("is_film", media.is_film)

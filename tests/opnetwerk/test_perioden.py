"""Years that belong together do not break over two lines."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from opnetwerk.templatetags.perioden import perioden


@pytest.mark.parametrize(
    ("tekst", "html"),
    [
        ("Indienen voor 2027-2032 kon", 'Indienen voor <span class="periode">2027-2032</span> kon'),
        ("Gebied 2020–2026", 'Gebied <span class="periode">2020–2026</span>'),
        ("2020-2026 en 2027-2032", '<span class="periode">2020-2026</span> en <span class="periode">2027-2032</span>'),
        ("op 2027-01-02", "op 2027-01-02"),
        ("nummer 12027-2032", "nummer 12027-2032"),
        ("2027-20321", "2027-20321"),
        ("/nota-2027-2032/", "/nota-2027-2032/"),
        ("<b>2027-2032</b> & meer", '&lt;b&gt;<span class="periode">2027-2032</span>&lt;/b&gt; &amp; meer'),
        ("", ""),
        (2027, "2027"),
    ],
)
def test_een_periode_blijft_op_een_regel(tekst, html):
    assert perioden(tekst) == html


def test_wat_al_veilig_is_wordt_niet_twee_keer_beschermd():
    assert perioden(mark_safe("IGS&#x27;en")) == "IGS&#x27;en"


def test_een_sjabloon_toont_de_woorden_ongewijzigd():
    html = Template("{% load perioden %}{{ titel|perioden }}").render(Context({"titel": "Nota 2027-2032 <script>"}))
    assert html == 'Nota <span class="periode">2027-2032</span> &lt;script&gt;'

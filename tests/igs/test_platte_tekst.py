import pytest

from igs.platte_tekst import als_regels, als_zin, begin, netjes, op_een_regel


def test_elk_blok_wordt_een_regel():
    html = "<h2>Kop</h2><p>Een <strong>vet</strong> woord<br>en meer</p><ul><li>een</li><li>twee</li></ul>"
    assert als_regels(html) == "Kop\nEen vet woord\nen meer\neen\ntwee"


def test_entiteiten_worden_weer_tekens():
    assert als_zin("<p>R&amp;B &lt;luid&gt;</p><p>vanaf&nbsp;8</p>") == "R&B <luid> vanaf 8"


@pytest.mark.parametrize("einde", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_elk_soort_regeleinde_wordt_hetzelfde(einde):
    assert netjes(f"a{einde}b") == "a\nb"
    assert op_een_regel(f"a{einde}b") == "a b"


@pytest.mark.parametrize("teken", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\ufeff", "\uffff"])
def test_stuurtekens_verdwijnen(teken):
    assert netjes(f"a{teken}b") == "ab"


def test_arabisch_en_hebreeuws_blijven():
    assert op_een_regel("مهرجان  \tשלום") == "مهرجان שלום"


def test_het_begin_stopt_tussen_twee_woorden():
    assert begin("<p>kort</p>", 10) == "kort"
    assert begin("<p>een twee, drie vier</p>", 10) == "een twee …"
    assert begin("<h2>Kop</h2><p>een</p><h3>Nog\nen</h3><p>twee</p>") == "een twee"
    assert begin("<h2>Enkel een kop</h2>") == "Enkel een kop"
    assert begin("<p>" + "a" * 50 + "</p>", 10) == "a" * 10 + " …"

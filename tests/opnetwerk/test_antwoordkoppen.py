import pytest

from opnetwerk.antwoordkoppen import csp_kop

ADRESSEN = ["/over/", "/bestaat-niet/", "/accounts/login/", "/admin/login/", "/robots.txt"]


@pytest.mark.parametrize("adres", ADRESSEN)
def test_elk_antwoord_draagt_het_strenge_beleid(client, db, adres):
    koppen = client.get(adres).headers
    beleid = koppen["Content-Security-Policy"]
    assert "default-src 'none'" in beleid
    assert "unsafe" not in beleid
    assert "http" not in beleid
    assert koppen["X-Frame-Options"] == "DENY"
    assert koppen["X-Content-Type-Options"] == "nosniff"
    assert koppen["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_csp_kop_zet_regels_achter_elkaar():
    assert csp_kop({"default-src": ["'none'"], "img-src": ["'self'", "data:"]}) == (
        "default-src 'none'; img-src 'self' data:"
    )


def test_een_formulier_met_koekje_wordt_niet_bewaard(client, db):
    antwoord = client.get("/accounts/login/")
    assert "csrf" in antwoord.cookies
    assert antwoord.headers["Cache-Control"] == "private, no-store"

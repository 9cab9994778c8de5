"""What is thrown at the addresses: values, headers, cookies, kinds of body and files that hurt."""

from tests import vijandig

GETALLEN = [
    "-1", "0", "1e400", "NaN", "Infinity", "-Infinity", "9" * 40, "2147483648", "9223372036854775808", "-9" * 9,
    "0x10", "1_000", "1,5", "1.5", "١٢", "²", "+3", " 7 ", "1e5", "00000000000012", "½",
]  # fmt: skip
DATUMS = [
    "0000-00-00", "0001-01-01", "9999-12-31", "99999-01-01", "2027-02-30", "31-12-9999", "01-01-0001", "2026-W01",
    "2026-11-23T25:61", "-1-1-1", "1899-12-31 23:59", "24:00", "23-11-26", "2027-01-01T00:00:00+99:99",
]  # fmt: skip
SLEUTELS = [
    "00000000-0000-0000-0000-000000000000", "{}", "[]", "null", "true", "None", "../../etc/passwd", "..%2f..%2f",
    "%00", "%", "%ZZ", "a" * 300, "x:y:z", "MQ", "' OR 1=1 --", "\\", "/", "?", "#", "*", "__all__", "pk", "id",
]  # fmt: skip
VREEMD = ["\ud800", "a\udfffb", "\x00", "\u2028", "\u2029", "\ufeff", "\u202e", "a\u0300" * 500, "ﷺ" * 50, "i̇", "ß"]
JSON = ['{"a":', "[" * 5000, '{"a": NaN}', "1e999", '"\\ud800"', "[[],{},null]", '{"__proto__": 1}', ""]
ALLES: list[str] = [
    *vijandig.LEEG, *vijandig.STUURTEKENS, *vijandig.KOPINJECTIE, *vijandig.ONSCHULDIG, *vijandig.VREEMDE_ADRESSEN,
    *GETALLEN, *DATUMS, *SLEUTELS, *VREEMD, *JSON, "a" * 10_000, "é" * 10_000, "woord " * 1700,
]  # fmt: skip
# No NUL in a header: the server (granian) refuses the request before Django sees it.
KOPPEN: dict[str, list[str]] = {
    "HTTP_ACCEPT_ENCODING": ["br;q=nan", "gzip;q=-1, br;q=9e99", ",,,", "*;q=0", "br" * 500, "\xff", "identity;q=0"],
    "HTTP_RANGE": ["bytes=0-", "bytes=-0", "bytes=9-1", "bytes=a-b", "bytes=0-0,1-1" * 50, "bytes=" + "9" * 40, "x"],
    "HTTP_IF_NONE_MATCH": ["*", '"', 'W/"x', '"a"' * 500, "\xff", ""],
    "HTTP_IF_MATCH": ["*", '"x"', "\x7f"],
    "HTTP_IF_MODIFIED_SINCE": ["gisteren", "Mon, 99 Foo 9999 99:99:99 GMT", "0", "Thu, 01 Jan 0000 00:00:00 GMT"],
    "HTTP_ACCEPT": ["", "*/*;q=x", "application/" + "x" * 3000, "\xff\xfe", "text/html;" * 300],
    "HTTP_ACCEPT_LANGUAGE": ["", "nl;q=abc", "x" * 5000, "-", "nl-BE,;;;", "\xe9"],
    "HTTP_HOST": ["", "kwaad.example", "localhost:99999999", "a b", "[::1", "local\xffhost", "testserver:80:80"],
    "HTTP_REFERER": ["", "javascript:1", "http://[", "//", "http://testserver/\xff", "a" * 9000],
    "HTTP_ORIGIN": ["null", "http://[", "x", "http://testserver:x"],
    "HTTP_X_FORWARDED_FOR": ["", "1.2.3", "::g", "unknown, 1.1.1.1", "," * 500, "\xff"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_X_CSRFTOKEN": ["\xff", "a" * 5000, ""],
    "HTTP_AUTHORIZATION": ["Bearer \xff", "Basic !!!", "Bearer " + "a" * 5000],
    "HTTP_USER_AGENT": ["", "\xff\xfe", "a" * 9000, "Googlebot"],
    "REMOTE_ADDR": ["", "x", "::1", "fe80::1%eth0", "unix:", "203.0.113.9"],
    "CONTENT_LENGTH": ["", "-1", "abc", "99999999999"],
    "HTTP_IF_UNMODIFIED_SINCE": ["x", "Thu, 01 Jan 1970 00:00:00 GMT"],
    "HTTP_COOKIE": [
        "sessie=\xff", "sessie=" + "a" * 5000, "csrf=x; csrf=y", ";;;=;=", "sessie", "a" * 8000, 'sessie="\\101\\',
        "\x7f", "sessie=; csrf=",
    ],
}  # fmt: skip
METHODES = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 50, "POST"]
SOORTEN = [
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "application/xml", "",
    "x/",
    "multipart/form-data; boundary=" + "a" * 300, "multipart/form-data; boundary=x; charset=utf-9",
    "application/x-www-form-urlencoded; charset=onbekend", "application/x-www-form-urlencoded; charset=utf-16", "\xff",
    "multipart/mixed; boundary=x",
]  # fmt: skip
BESTANDEN: list[tuple[str, bytes]] = [
    ("leeg.jpg", b""), ("x.svg", b"<svg onload='alert(1)'/>"), ("../../x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
    ("x.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200), ("a" * 300 + ".jpg", b"GIF89a"), ("x.pdf", b"%PDF-1.7\n%%EOF"),
    ("x.zip", b"PK\x05\x06" + b"\0" * 18), ("x.zip", b"PK\x03\x04" + b"\xff" * 60), ("x.xlsx", b"PK\x03\x04nee"),
    ("x.csv", b"a;b\n\x00\xff;1"), ("x.csv", "post;2027\nx;NaN\n".encode("utf-16")), ("x.csv", b'"' * 999),
    ("x\x00.png", b"RIFF\0\0\0\0WEBP"), ("zonder", b"tekst"), ("x.json", b"{}"), ("x.json", b"[" * 3000), (".", b"x"),
    ("x.tiff", b"II*\0" + b"\0" * 40), ("\u202egpj.exe", b"MZ"), ("x.ods", b"PK\x05\x06" + b"\0" * 18),
]  # fmt: skip
PARAMETERS = [
    "q", "pagina", "op", "igs", "gemeente", "g", "h", "sorteer", "beeld", "weergave", "next", "e", "o", "p", "all", "t",
    "wie", "rond", "start", "periode", "doe", "stap", "_popup", "_to_field", "_changelist_filters", "term",
    "model_name", "app_label", "field_name", "id__exact", "pk__in", "igs__id__exact", "van__gte", "is_active__exact",
    "datum__year",
]  # fmt: skip

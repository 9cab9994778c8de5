"""WordPress from Debian's packages, to compare with: `python -m tests.prestaties.wordpress` starts it and waits.

In a temporary folder, on this machine only: MariaDB, PHP-FPM with opcache, nginx, the default theme, ten posts. Install
`wordpress wordpress-theme-twentytwentythree php-fpm php-mysql mariadb-server nginx`; nothing of what they start by
themselves is used. Without them `ontbreekt()` says what is missing, and nothing is measured.
"""

import contextlib
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.oefeningen.portaal import Proces, draaiend, schone_omgeving, vrije_poort, wacht_tot

BRON = Path("/usr/share/wordpress")
THEMAS = BRON / "wp-content" / "themes"
THEMA = "twentytwentythree"
BERICHTEN = 10
PHP_PROCESSEN = 4  # as many as the portal has threads for one process

CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{map}/mysql.sock');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', 'http://127.0.0.1:{poort}');
define('WP_SITEURL', 'http://127.0.0.1:{poort}');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""
# It would send everybody to the address with this port that they asked already.
EIGEN = "<?php remove_action('template_redirect', 'redirect_canonical');\n"
VUL = """<?php
define('WP_INSTALLING', true);
require '{map}/www/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_false');
wp_install('Meting', 'meting', 'meting@voorbeeld.invalid', true, '', wp_generate_password(24));
switch_theme('{thema}');
$zin = 'Muziek, dans en verhalen brengen buren samen in de zaal, op het plein en in de bibliotheek. ';
for ($i = 1; $i <= {berichten}; $i++) {{
    wp_insert_post(['post_title' => "Bericht $i", 'post_status' => 'publish', 'post_author' => 1,
        'post_content' => str_repeat('<!-- wp:paragraph --><p>' . str_repeat($zin, 4) . '</p><!-- /wp:paragraph -->',
            5)]);
}}
echo wp_get_theme()->get('Name'), ' ', $wp_version, ' ', wp_count_posts()->publish;
"""
FPM = """[global]
error_log = {map}/fpm.log
daemonize = no
[www]
{wie}listen = {map}/fpm.sock
listen.mode = 0666
pm = static
pm.max_children = {processen}
"""
NGINX = """{gebruiker}pid {map}/nginx.pid;
daemon off;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {map}/n1; proxy_temp_path {map}/n2; fastcgi_temp_path {map}/n3;
    uwsgi_temp_path {map}/n4; scgi_temp_path {map}/n5;
    gzip on;
    server {{
        listen 127.0.0.1:{poort};
        root {map}/www;
        index index.php;
        location / {{ try_files $uri $uri/ /index.php?$args; }}
        location ~ \\.php$ {{
            include /etc/nginx/fastcgi_params;
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
            fastcgi_pass unix:{map}/fpm.sock;
        }}
    }}
}}
"""


def _fpm() -> str | None:
    """The PHP-FPM of Debian has its version in its name."""
    return next((str(pad) for pad in sorted(Path("/usr/sbin").glob("php-fpm*"), reverse=True)), None)


def ontbreekt() -> str:
    """What is not installed, in words; empty when all is there."""
    programmas = ("php", "mariadbd", "mariadb-install-db", "mariadb", "nginx")
    weg = [naam for naam in programmas if shutil.which(naam) is None]
    weg += [] if _fpm() else ["php-fpm"]
    weg += [str(pad) for pad in (BRON / "wp-settings.php", THEMAS / THEMA) if not pad.exists()]
    return ", ".join(weg)


def _roep(*args: str, invoer: str = "") -> str:
    """RuntimeError with the complaint when it fails."""
    gelopen = subprocess.run(args, input=invoer, capture_output=True, text=True, check=False, timeout=120)
    if gelopen.returncode:
        raise RuntimeError(f"{args[0]}: {(gelopen.stderr or gelopen.stdout)[-1000:]}")
    return gelopen.stdout


def _databank(map_: Path) -> Proces:
    data = map_ / "mysql"
    als = ["--user=mysql"] if os.geteuid() == 0 else []
    vast = [f"--datadir={data}", "--skip-test-db", "--auth-root-authentication-method=normal"]
    _roep("mariadb-install-db", "--no-defaults", *vast, *als)
    if als:
        shutil.chown(map_, "mysql")
    alleen_hier = ["--skip-networking", f"--socket={map_}/mysql.sock", f"--pid-file={map_}/mysql.pid"]
    args = ["mariadbd", "--no-defaults", f"--datadir={data}", "--innodb-buffer-pool-size=128M", *alleen_hier, *als]
    return Proces("mariadb", args, schone_omgeving(map_))


def _bestanden(map_: Path, poort: int) -> None:
    """The program, with its settings, where PHP may read it."""
    shutil.copytree(BRON, map_ / "www", ignore=shutil.ignore_patterns("wp-config.php", ".htaccess", "themes"))
    shutil.copytree(THEMAS / THEMA, map_ / "www" / "wp-content" / "themes" / THEMA)
    (map_ / "www" / "wp-config.php").write_text(CONFIG.format(map=map_, poort=poort))
    (map_ / "www" / "wp-content" / "mu-plugins").mkdir()
    (map_ / "www" / "wp-content" / "mu-plugins" / "meting.php").write_text(EIGEN)
    (map_ / "vul.php").write_text(VUL.format(map=map_, thema=THEMA, berichten=BERICHTEN))
    wortel = os.geteuid() == 0
    wie = "user = www-data\ngroup = www-data\n" if wortel else ""
    (map_ / "fpm.conf").write_text(FPM.format(map=map_, wie=wie, processen=PHP_PROCESSEN))
    gebruiker = "user root;\n" if wortel else ""
    (map_ / "nginx.conf").write_text(NGINX.format(map=map_, gebruiker=gebruiker, poort=poort))


@contextlib.contextmanager
def wordpress() -> Iterator[tuple[int, str]]:
    """The port of a running WordPress, and which one it is. RuntimeError when it does not come up."""
    map_, poort = Path(tempfile.mkdtemp(prefix="opn-wordpress-")), vrije_poort()
    map_.chmod(0o755)
    try:
        with contextlib.ExitStack() as stapel:
            stapel.enter_context(draaiend(_databank(map_)))
            klant = ["mariadb", "--no-defaults", f"--socket={map_}/mysql.sock", "-uroot"]
            wacht_tot(
                lambda: subprocess.run([*klant, "-e", "SELECT 1"], capture_output=True).returncode == 0, "MariaDB"
            )
            _roep(*klant, "-e", "CREATE DATABASE wordpress CHARACTER SET utf8mb4")
            _bestanden(map_, poort)
            wat = _roep("php", str(map_ / "vul.php")).strip().splitlines()[-1]
            omgeving = schone_omgeving(map_)
            fpm = [str(_fpm()), "-y", str(map_ / "fpm.conf"), "-F"]
            stapel.enter_context(draaiend(Proces("fpm", fpm, omgeving)))
            nginx = ["nginx", "-c", str(map_ / "nginx.conf"), "-e", str(map_ / "nginx.log")]
            stapel.enter_context(draaiend(Proces("nginx", nginx, omgeving)))
            wacht_tot(lambda: _status(poort) == 200, "WordPress antwoordt met 200")
            yield poort, wat
    finally:
        shutil.rmtree(map_, ignore_errors=True)


def _status(poort: int) -> int:
    """0 while nobody answers."""
    lijn = http.client.HTTPConnection("127.0.0.1", poort, timeout=20)
    try:
        lijn.request("GET", "/")
        return lijn.getresponse().status
    except OSError:
        return 0
    finally:
        lijn.close()


def main() -> int:
    if weg := ontbreekt():
        print(f"niet gemeten; hier ontbreekt: {weg}")
        return 1
    with wordpress() as (poort, wat):
        print(f"{wat} berichten op http://127.0.0.1:{poort}/ – Enter stopt", flush=True)
        sys.stdin.readline()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast a held article page is served, as a ratio to nginx reading the same bytes from disk.

The front under Granian (one process, as `up` starts it) and nginx answer in turn to one client on
the same machine, so that what disturbs the one disturbs the other.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from tests.bench.programs import Figure, missing, running, site_environment, wrk

HOST = "127.0.0.1"
PORT = int(os.environ.get("BENCH_PORT", "8120"))  # and the one after it
SECONDS, ROUNDS = 3, 5
TARGETS = {16: 0.7, 64: 0.9}  # connections -> requests/s as a part of nginx's
PATH = "/bench/"
MAKE_ARTICLE = """
from random import Random
from tests.factories import make_article
chance = Random(600)  # words as varied as real ones, so that they compress like them
words = ["".join(chance.choices("aeiounrstlmdhbckp", k=chance.randint(2, 9))) for _ in range(600)]
body = "".join("<p>" + " ".join(words[at : at + 60]).capitalize() + ".</p>" for at in range(0, 600, 60))
make_article("Bench", body=body)
"""
NGINX = """
daemon off; pid {folder}/pid; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e; types {{ text/html html; }}
  server {{
    listen {host}:{port}; root {folder}/www; gzip_static on; gzip_vary on; charset utf-8;
    {headers}
    location = {path} {{ try_files /page.html =404; }}
  }}
}}
"""
OWN = {"content-length", "content-type", "content-encoding", "etag", "last-modified", "vary"}
OWN |= {"server", "date"}  # headers that nginx sends by itself


def main() -> int:
    """Measure, print, and say by the exit code whether the targets are reached."""
    if packages := missing():
        print(f"Needed for this: apt-get install {' '.join(packages)}")
        return 2
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        front = f"http://{HOST}:{PORT}{PATH}"
        nginx = f"http://{HOST}:{PORT + 1}{PATH}"
        stack.enter_context(_front(Path(folder)))
        headers, body = _fetch(front)
        stack.enter_context(_nginx(Path(folder), headers, gzip.decompress(body)))
        assert gzip.decompress(_fetch(nginx)[1]) == gzip.decompress(body)
        print(f"One article page, {len(body):,} bytes gzipped; medians of {ROUNDS} rounds")
        return 0 if all([_compare(count, front, nginx) for count in TARGETS]) else 1


def _front(folder: Path):
    environment = site_environment(folder, f"http://{HOST}:{PORT}")
    return running(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
        + ["--host", HOST, "--port", str(PORT), "--blocking-threads", "8"]
        + ["--backpressure", "128", "--no-ws", "--log-level", "error", "backpain.wsgi:application"],
        environment=environment,
        prepare=[
            ["manage.py", "migrate", "-v0"],
            ["manage.py", "collectstatic", "-v0", "--noinput"],
            ["manage.py", "shell", "-v0", "-c", MAKE_ARTICLE],
        ],
        address=(HOST, PORT),
    )


def _nginx(folder: Path, headers: dict[str, str], page: bytes):
    folder.chmod(0o755)  # started by root, nginx reads as nobody
    (folder / "www").mkdir()
    (folder / "www/page.html").write_bytes(page)
    (folder / "www/page.html.gz").write_bytes(gzip.compress(page, 6, mtime=0))
    added = [f'add_header {name} "{value}";' for name, value in headers.items() if name not in OWN]
    settings = NGINX.format(
        folder=folder, host=HOST, port=PORT + 1, path=PATH, headers="\n    ".join(added)
    )
    (folder / "nginx.conf").write_text(settings)
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    return running(
        [str(program), "-e", "stderr", "-c", str(folder / "nginx.conf")], address=(HOST, PORT + 1)
    )


def _fetch(url: str) -> tuple[dict[str, str], bytes]:
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as response:
        return {name.lower(): value for name, value in response.headers.items()}, response.read()


def _compare(connections: int, front: str, nginx: str) -> bool:
    figures: dict[str, list[Figure]] = {front: [], nginx: []}
    for _ in range(ROUNDS):
        for url, found in figures.items():
            found.append(wrk(url, connections=connections, seconds=SECONDS))
    ratio = median(a.rate / b.rate for a, b in zip(figures[front], figures[nginx], strict=True))
    print(f"{connections} connections")
    print(f"  front  {_summary(figures[front])}")
    print(f"  nginx  {_summary(figures[nginx])}")
    is_reached = ratio >= TARGETS[connections]
    verdict = "reached" if is_reached else "missed"
    print(f"  ratio  {ratio:.2f} (target {TARGETS[connections]}: {verdict})")
    return is_reached


def _summary(figures: list[Figure]) -> str:
    rate, p99 = median(f.rate for f in figures), median(f.p99 for f in figures)
    failed = sum(f.failed for f in figures)
    return f"{rate:9,.0f} requests/s   p99 {p99:6.2f} ms   failed {failed}"


if __name__ == "__main__":
    sys.exit(main())

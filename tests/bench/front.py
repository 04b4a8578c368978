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
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from backpain.supervisor import QUEUE, THREADS
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
paragraphs = [" ".join(words[at : at + 60]).capitalize() for at in range(0, 600, 60)]
make_article("Bench", body="".join(f"<p>{text}.</p>" for text in paragraphs))
"""
NGINX = """
daemon off; pid {folder}/pid; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile off; keepalive_requests 100000000;
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
OWN |= {"server", "date", "connection"}  # headers that nginx sends by itself


def main() -> int:
    """Measure, print, and say by the exit code whether the targets are reached."""
    if packages := missing():
        print(f"Needed for this: apt-get install {' '.join(packages)}")
        return 2
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        front, nginx = (f"http://{HOST}:{port}{PATH}" for port in (PORT, PORT + 1))
        servers = {front: stack.enter_context(_front(Path(folder)))}
        headers, body = _fetch(front)
        page = gzip.decompress(body)
        servers[nginx] = stack.enter_context(_nginx(Path(folder), headers, page))
        assert gzip.decompress(_fetch(nginx)[1]) == page
        print(f"Granian with {THREADS} threads, nginx with one process.")
        print(f"An article page of {len(page):,} bytes, {len(body):,} gzipped.")
        print(f"Medians of {ROUNDS} rounds; load average {os.getloadavg()[0]:.1f}")
        reached = [_compare(count, servers) for count in TARGETS]
        return 0 if all(reached) else 1


def _front(folder: Path) -> AbstractContextManager[int]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    command += ["--blocking-threads", str(THREADS), "--backpressure", str(QUEUE), "--no-ws"]
    command += ["--host", HOST, "--port", str(PORT), "--log-level", "error"]
    command += ["backpain.wsgi:application"]
    return running(
        command,
        environment=site_environment(folder, f"http://{HOST}:{PORT}"),
        prepare=[
            ["manage.py", "migrate", "-v0"],
            ["manage.py", "collectstatic", "-v0", "--noinput"],
            ["manage.py", "shell", "-v0", "-c", MAKE_ARTICLE],
        ],
        address=(HOST, PORT),
    )


def _nginx(folder: Path, headers: dict[str, str], page: bytes) -> AbstractContextManager[int]:
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


def _compare(connections: int, servers: dict[str, int]) -> bool:
    figures: dict[str, list[Figure]] = {url: [] for url in servers}
    for _ in range(ROUNDS):
        for url, pid in servers.items():
            figures[url].append(wrk(url, pid, connections=connections, seconds=SECONDS))
    front, nginx = figures.values()
    ratio = median(ours.rate / theirs.rate for ours, theirs in zip(front, nginx, strict=True))
    verdict = "reached" if ratio >= TARGETS[connections] else "missed"
    print(f"{connections} connections")
    print(f"  front  {_summary(front)}")
    print(f"  nginx  {_summary(nginx)}")
    print(f"  ratio  {ratio:.2f} (target {TARGETS[connections]}: {verdict})")
    return verdict == "reached"


def _summary(figures: list[Figure]) -> str:
    rate, p99, cost = (
        median(getattr(figure, name) for figure in figures) for name in ("rate", "p99", "cost")
    )
    failed = sum(figure.failed for figure in figures)
    return f"{rate:8,.0f}/s   p99 {p99:7.2f} ms   {cost:5.1f} µs of CPU each   failed {failed}"


if __name__ == "__main__":
    sys.exit(main())

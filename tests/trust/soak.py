"""A long haul, by hand: runs over changing inputs in one process, while a server serves them.

    nice python -m tests.trust.soak --minutes 21 [--folder DIR]

The runs share this process; `tolk serve` is another, and two readers ask it for every file they
can find, in part and in whole, with wrong names and half requests in between, and correct a
translation now and then. Once a minute a row says what both processes hold. Resident memory and
open files must not grow; the translation memory grows with new sentences only.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import itertools
import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from urllib.parse import quote

from tests.cli.console import tolk
from tests.toy_model import CHINESE, write_package
from tests.trust.runs import page, start

_TITLES = (
    "minutes",
    "runs",
    "run kB",
    "run files",
    "serve kB",
    "serve files",
    "requests",
    "kept",
    "refused",
    "memory B",
    "pairs",
    "outputs B",
)
_REST_S = 0.02
_EPISODES = 4


def held(process: int) -> tuple[int, int]:
    """Return the resident kilobytes and the open files of a process."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]), len(list(Path(f"/proc/{process}/fd").iterdir()))


def stored(folder: Path) -> tuple[int, int, int]:
    """Return the bytes of the memory, its pairs, and the bytes of the outputs."""
    memory = sum(file.stat().st_size for file in folder.glob("memory.sqlite*"))
    with sqlite3.connect(folder / "memory.sqlite") as connection:
        (pairs,) = connection.execute("SELECT count(*) FROM engine").fetchone()
    connection.close()
    outputs = sum(f.stat().st_size for f in (folder / "out").rglob("*") if f.is_file())
    return memory, pairs, outputs


class Reader(threading.Thread):
    """Somebody who reads and corrects, without a pause, until told to stop.

    Attributes:
        requests: How many were answered.
        kept: How many corrections were taken.
        refused: How many were not, because a run held the folder or the sentence was gone.
        fault: What made it give up, or empty.
    """

    def __init__(self, out: Path, port: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.out, self.port = out, port
        self.requests = self.kept = self.refused = 0
        self.fault = ""
        self.stopped = threading.Event()
        self._chance = random.Random(seed)

    def run(self) -> None:
        """Ask until told to stop, or until an answer is wrong."""
        try:
            for number in itertools.count():
                if self.stopped.wait(_REST_S):
                    return
                self._once(number)
        except Exception:
            self.fault = traceback.format_exc()

    def _once(self, number: int) -> None:
        files = [*self.out.glob("*"), *self.out.glob("[!.]*/*"), self.out / "none.txt"]
        path = quote("/" + self._chance.choice(files).relative_to(self.out).as_posix())
        if number % 50 == 7:
            self._half_a_request(path)
        elif number % 100 == 11:
            self._correct()
        else:
            self._ask(path, number)

    def _ask(self, path: str, number: int) -> None:
        headers = {"Range": "bytes=5-200"} if number % 7 == 3 else {}
        if number % 11 == 5:
            headers["Host"] = "elsewhere.example"
        method = "HEAD" if number % 5 == 2 else "GET"
        self._answer(method, path + "x" * (number % 13 == 6), headers=headers)

    def _answer(
        self, method: str, path: str, *, body: bytes | None = None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= 500:
            raise AssertionError(f"{method} {path}: {answer.status} {content!r}")
        self.requests += 1
        return answer.status, content

    def _half_a_request(self, path: str) -> None:
        """Ask for much and hang up before the answer, or in the middle of the question."""
        with socket.create_connection(("127.0.0.1", self.port)) as caller:
            caller.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n".encode())
            if self._chance.random() < 0.5:
                caller.sendall(b"\r\n")

    def _correct(self) -> None:
        try:
            record = next(self.out.glob("*/episode.json"))
            episode = json.loads(record.read_bytes())
            row = self._chance.choice(episode["sentences"])
        except (OSError, ValueError, StopIteration):  # A run is putting it there this moment.
            return
        address = f"http://127.0.0.1:{self.port}"
        _, content = self._answer("GET", f"/{quote(episode['slug'])}/", headers={})
        token = re.search(rb'name="tolk-token" content="([^"]+)"', content)
        wish = {
            "slug": episode["slug"],
            "language": "nl",
            "source": row["text"][episode["source_language"]],
            "text": f"Verbeterd, keer {self.requests}.",
        }
        headers = {
            "Origin": address,
            "Content-Type": "application/json",
            "X-Tolk-Token": token[1].decode() if token else "",
        }
        status, _ = self._answer(
            "POST", "/api/correct", body=json.dumps(wish).encode(), headers=headers
        )
        self.kept += status == 200
        self.refused += status != 200


def one_run(folder: Path, number: int) -> None:
    """Run once; every page is new but each fifth, which repeats the one before."""
    text = folder / "page.txt"
    if number % 5 != 4:
        # The same four titles: the outputs are written anew in their place.
        fresh = page(_EPISODES, sentences=4 + number % 40, first=number * 50)
        text.write_text(fresh, encoding="utf-8")
    for _ in range(100):
        result = tolk(
            "run", text, "--engine", "argos", "--out", folder / "out",
            "--memory", folder / "memory.sqlite",
        )  # fmt: skip
        if "another run is writing" not in result.words:
            break
        time.sleep(0.2)  # A correction is being worked in.
    if result.code:
        raise SystemExit(f"run {number}: {result.words}")
    if number % 4 == 3:
        time.sleep(0.5)  # Corrections have a moment to be worked in.


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start `tolk serve` on any free port; return it and the port."""
    server = start("serve", folder / "out", "--port", "0", stderr=subprocess.DEVNULL)
    assert server.stdout is not None
    address = server.stdout.readline().decode()
    return server, int(re.findall(r":(\d+)/", address)[0])


def haul(folder: Path, minutes: float) -> None:
    """Run until time is up, and say once a minute what is held."""
    shelf = folder / "packages"
    write_package(shelf, "en", "nl")
    write_package(shelf, "en", "zh", words=CHINESE)
    os.environ |= {"ARGOS_PACKAGES_DIR": str(shelf), "HOME": str(folder)}
    one_run(folder, 0)
    server, port = serve(folder)
    readers = [Reader(folder / "out", port, seed) for seed in range(2)]
    for reader in readers:
        reader.start()
    begun = said = time.monotonic()
    runs = 1
    try:
        while time.monotonic() - begun < minutes * 60:
            one_run(folder, runs)
            runs += 1
            faults = [reader.fault for reader in readers if reader.fault]
            if faults or server.poll() is not None:
                raise SystemExit("\n".join(["a reader or the server gave up", *faults]))
            if time.monotonic() - said >= 60 or runs in {2, 10}:
                said = time.monotonic()
                gc.collect()
                counts = (sum(getattr(r, n) for r in readers) for n in _TITLES[6:9])
                row = (*held(os.getpid()), *held(server.pid), *counts, *stored(folder))
                _say((round((said - begun) / 60, 1), runs, *row))
    finally:
        for reader in readers:
            reader.stopped.set()
        for reader in readers:
            reader.join(130)
        server.terminate()
        server.wait(30)


def _say(row: tuple[object, ...]) -> None:
    sys.stdout.write("\t".join(map(str, row)) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the arguments and go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    _say(_TITLES)
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        haul(options.folder, options.minutes)
    else:
        with tempfile.TemporaryDirectory() as folder:
            haul(Path(folder), options.minutes)


if __name__ == "__main__":
    main()

"""A demonstration clinic made large enough to measure: its own data folder, its private PostgreSQL, and room for every booking."""

import glob
import json
import os
import pathlib
import select
import subprocess
import time
import types

from harness import Peer, free_port, wait_for

HERE = pathlib.Path(__file__).resolve().parent


class BenchClinic:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.data = os.path.join(folder, "data")
        self.log = os.path.join(folder, "server.log")

    def __enter__(self):
        self.start()
        try:
            self.first_start_seconds = self.start_seconds
            self._find_postgres()
            self.sql((HERE / "clinic.sql").read_text())
            self.therapists = self.sql("SELECT id FROM clinic.therapist WHERE slug LIKE 'bench-%' ORDER BY id").split()
            self.clients = self.sql("SELECT id FROM clinic.client WHERE source_key LIKE 'bench-%' ORDER BY id").split()
            self.service = self.sql("SELECT id FROM clinic.service WHERE code = 'bench_session'").strip()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """The demonstration's server; ready when it has printed its document and answers."""
        started = time.perf_counter()
        process = subprocess.Popen(
            [self.binary, "up", "--demo", "--json", "--port", str(free_port()), "--data-dir", self.data], stdout=subprocess.PIPE,
            stderr=open(self.log, "a"), start_new_session=True, cwd=self.folder,
            # One load generator is one caller; and it says where those come from whom it signs in, since they are counted by that.
            env=dict(os.environ, ATTUNE_HTTP_REQUESTS_PER_SECOND="0", ATTUNE_HTTP_PROXY="127.0.0.1"))
        text = b""
        while True:
            if not select.select([process.stdout], [], [], 60)[0]:
                raise TimeoutError("the server printed nothing within a minute: " + open(self.log).read()[-2000:])
            part = os.read(process.stdout.fileno(), 1 << 20)
            text += part
            try:
                document = json.loads(text)
                break
            except ValueError:
                if not part:
                    raise RuntimeError("the server ended: " + open(self.log).read()[-2000:]) from None
        self.url = document["url"].rstrip("/")
        self.port = int(self.url.rsplit(":", 1)[1])
        wait_for(self.url + "/readyz")
        self.start_seconds = time.perf_counter() - started
        self.token = document["tokens"]["lead"]
        # What a client said is for intake: a lead opens the file first.
        self.intake_token = document["tokens"]["intake"]
        self.server = types.SimpleNamespace(process=process)

    def stop(self):
        process = self.server.process
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def another(self):
        """A second server on the same, running database: what a start costs without PostgreSQL's own."""
        return Peer("Attune", [self.binary, "up", "--data-dir", self.data, "--port", str(port := free_port())], port, probe="/readyz", log=self.log)

    # ── PostgreSQL, as its own superuser: only here, and only in this throwaway folder ────────────────────────────────────
    def _find_postgres(self):
        found = glob.glob(self.data + "/**/postmaster.pid", recursive=True)
        if not found:
            raise RuntimeError("no private PostgreSQL below " + self.data)
        lines = open(found[0]).read().splitlines()
        self.cluster, self.postmaster = os.path.dirname(found[0]), int(lines[0])
        self.pg_port, self.socket = lines[3], lines[4]
        self.database = "postgres"
        for self.superuser in ("attune_admin", "postgres"):
            done = self._psql("SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1') ORDER BY 1 LIMIT 1")
            if done.returncode == 0:
                self.database = done.stdout.strip() or "postgres"
                return
        raise RuntimeError("no superuser found: " + done.stderr)

    def _psql(self, text):
        return subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-p", self.pg_port, "-U", self.superuser, "-d", self.database],
            input=text, capture_output=True, text=True)

    def sql(self, text):
        done = self._psql(text)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

"""What every measurement shares: processes and their CPU, wrk, medians of interleaved rounds.

Rules for a figure worth quoting: warm up first, three rounds or more, interleave what is compared, quote the median of the ratios
within the same round. Nothing else may run on the machine meanwhile. All load goes to 127.0.0.1.
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request

TICK = os.sysconf("SC_CLK_TCK")


def stat(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return int(fields[1]), sum(map(int, fields[11:15]))  # parent; user, system, and those of its finished children


def family(root):
    """The process and all its descendants."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents[int(name)] = stat(name)[0]
            except OSError:
                pass
    keep, size = {root}, 0
    while size != len(keep):
        size = len(keep)
        keep |= {pid for pid, parent in parents.items() if parent in keep}
    return keep


def cpu_seconds(root, without=None):
    """CPU time of a process and its descendants; `without`: the root of a family to leave out (the database below a server)."""
    pids = family(root) - (family(without) if without and without != root else set())
    total = 0
    for pid in pids:
        try:
            total += stat(pid)[1]
        except OSError:
            pass
    return total / TICK


def resident_mib(pid):
    """RSS of one process, in MiB."""
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, seconds=30, pause=0.002):
    """Seconds until the address answers 2xx."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return time.perf_counter() - started
        except (OSError, urllib.error.URLError):
            time.sleep(pause)
    raise TimeoutError(f"nothing answered at {url} within {seconds} s")


class Peer:
    """A server under measurement, started now and stopped at the end of a `with` block."""

    def __init__(self, name, command, port, env=None, probe="/livez", log="/dev/null"):
        self.name, self.port = name, port
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            command, env=dict(os.environ, **(env or {})), stdout=subprocess.DEVNULL, stderr=open(log, "a"), start_new_session=True)
        try:
            self.start_seconds = wait_for(self.url + probe)
        except TimeoutError:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def microseconds(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s|m)$", text).groups()
    return float(number) * {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}[unit]


def wrk(url, script, seconds, connections=64, env=None, server=None, postgres=None):
    """One run. Returns requests/s, p50 and p99 in µs, failures, and CPU µs a request of the server and of PostgreSQL apart."""
    before = (cpu_seconds(server, postgres) if server else 0, cpu_seconds(postgres) if postgres else 0)
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script, url],
        env=dict(os.environ, **(env or {})), capture_output=True, text=True, check=True).stdout
    after = (cpu_seconds(server, postgres) if server else 0, cpu_seconds(postgres) if postgres else 0)
    requests = max(1, int(re.search(r"(\d+) requests in", out)[1]))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    return {
        "rps": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]),
        "requests": requests,
        "p50": microseconds(re.search(r"(?m)^\s+50%\s+(\S+)", out)[1]),
        "p99": microseconds(re.search(r"(?m)^\s+99%\s+(\S+)", out)[1]),
        "bad": (int(bad[1]) if bad else 0) + (sum(map(int, broken.groups())) if broken else 0),
        "server_us": (after[0] - before[0]) * 1e6 / requests,
        "postgres_us": (after[1] - before[1]) * 1e6 / requests,
        "out": out,
    }


def median(values):
    return statistics.median(values)


class Report:
    """The figures as they come, and as one table at the end: goals met, missed, or only told."""

    def __init__(self):
        self.rows = []

    def figure(self, name, value, unit="", goal=None, at_least=True):
        met = None if goal is None else (value >= goal if at_least else value <= goal)
        text = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
        sign = "" if goal is None else ("≥ " if at_least else "≤ ") + f"{goal:g}"
        self.rows.append((name, f"{text} {unit}".strip(), sign, {None: "", True: "met", False: "MISSED"}[met]))
        print(f"  {name:58s} {text:>12s} {unit:8s} {sign:>10s}  {self.rows[-1][3]}", flush=True)

    def skipped(self, name, why):
        self.rows.append((name, "skipped", "", why))
        print(f"  {name:58s} skipped: {why}", flush=True)

    def missed(self):
        return [row[0] for row in self.rows if row[3] == "MISSED"]

"""The client against pgbench. The measuring is in Swift, where the client is; this builds and runs it."""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[1]


def measure(report, options):
    script = ROOT / "Benchmarks/database/run"
    print("\nDatabase client and pgbench (prepared SELECT by primary key, 64 tasks)")
    if not script.exists():
        report.skipped("database client", "Benchmarks/database/run is not there")
        return
    done = subprocess.run(
        [str(script), "--rounds", str(options.rounds), "--seconds", str(options.seconds)], stdout=subprocess.PIPE, text=True,
        env=dict(os.environ))
    tell(report, done.stdout)
    if done.returncode:
        report.skipped("database client", f"Benchmarks/database/run ended with {done.returncode}")


def tell(report, text):
    """One figure a line: name <tab> value <tab> unit <tab> goal, where the goal is like ">=1.8", "<=1.4", or empty."""
    for line in text.splitlines():
        part = line.split("\t")
        if len(part) == 4:
            goal = re.match(r"(>=|<=)([\d.]+)", part[3])
            value = int(part[1]) if part[1].isdigit() else float(part[1])
            report.figure(part[0], value, part[2], float(goal[2]) if goal else None, at_least=not goal or goal[1] == ">=")
        elif line.strip():
            print("  " + line)

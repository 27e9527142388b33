"""A hundred thousand proposals for eight places, through the domain's own acts. The counting is in Swift; this builds and runs it."""

import pathlib
import subprocess

from database import tell

SCRIPT = pathlib.Path(__file__).resolve().parent / "contend/run"


def measure(report, options):
    print("\nContended proposals (two therapists of four places, eight connections; PostgreSQL without fsync)")
    done = subprocess.run([str(SCRIPT), "--proposals", str(options.proposals)], stdout=subprocess.PIPE, text=True)
    tell(report, done.stdout)
    if done.returncode:
        report.skipped("contended proposals", f"Benchmarks/contend/run ended with {done.returncode}")

"""How long from start to ready on a migrated database, and how much memory an idle server holds."""

import time

from harness import median, resident_mib


def measure(report, options, clinic):
    print("\nStarting")
    report.figure("first run, from the binary to the first 200", clinic.first_start_seconds, "s", 10, at_least=False)
    seconds, resident = [], []
    for _ in range(max(5, options.rounds)):
        with clinic.another() as server:
            seconds.append(server.start_seconds)
            time.sleep(1)
            resident.append(resident_mib(server.process.pid))
    report.figure("ready on a migrated database", median(seconds) * 1000, "ms", 300, at_least=False)
    report.figure("resident when idle", median(resident), "MiB", 64, at_least=False)

"""Allocating a whole list: `attune match solve` beside OR-Tools' least-cost flow and SciPy's dense assignment, on the same numbers.

"Popular therapist" structure: each therapist has a common appeal of 0 to 6,000, each pair adds -2,000 to 4,000, clamped to 0...10,000.
Solving time only, without reading; the peers run in .build-tools/bench, in processes of their own, round by round with ours.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

from harness import median

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = HERE.parent / ".build-tools/bench/bin/python"
SIZES = ((1_000, 100), (2_000, 200), (4_000, 400), (10_000, 1_000), (20_000, 1_400), (40_000, 2_000))


def measure(report, options):
    print("\nAllocating a list")
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", "import numpy, scipy, ortools"], capture_output=True).returncode:
        print("  skipped: OR-Tools and SciPy are not installed (Deploy/setup --bench)")
        return
    with tempfile.TemporaryDirectory(prefix="ab-", dir="/tmp") as folder:
        for clients, therapists in SIZES:
            growth(options, folder, clients, therapists)
        ratio, peak = against_flow(options, folder, 10_000, 1_000)
        report.figure("10,000 x 1,000 x 11: solving time of OR-Tools' flow", ratio, "x", 0.5, at_least=False)
        report.figure("10,000 x 1,000 x 11: peak memory, reading included", peak, "MiB", 300, at_least=False)
        report.figure(
            "5,000 x 5,000 dense: solving time of linear_sum_assignment", against_dense(options, folder, 5_000), "x", 0.6, at_least=False)
        report.figure(
            "5,000 x 5,000, 100,000 pairs: solving time of min_weight_full_bipartite_matching",
            against_sparse(options, folder, 5_000, 100_000), "x", 1, at_least=False)


def growth(options, folder, clients, therapists):
    file = f"{folder}/growth.txt"
    peer("write", "popular", file, clients, therapists)
    answer, peak = ours(options, file, "table")
    print(f"  {clients:>6,} x {therapists:>5,} x {places(clients, therapists)}  {answer['seconds']:8.3f} s  {peak:6.0f} MiB  "
          f"{1e9 * answer['seconds'] / clients / therapists:6.1f} ns a pair")


def places(clients, therapists):
    """A tenth more places than clients."""
    return -(-clients * 11 // (therapists * 10))


def against_flow(options, folder, clients, therapists):
    file = f"{folder}/flow.txt"
    peer("write", "popular", file, clients, therapists)
    ratios, peaks = [], []
    for _ in range(max(1, options.rounds)):
        answer, peak = ours(options, file, "table")
        other = peer("flow", "popular", file, clients, therapists)
        assert 10_000 * clients - answer["objective"] == other["cost"] and answer["placed"] == clients, (answer, other)
        print(f"  ours {answer['seconds']:.3f} s, OR-Tools {other['seconds']:.3f} s, same optimum {other['cost']}")
        ratios.append(answer["seconds"] / other["seconds"])
        peaks.append(peak)
    return median(ratios), max(peaks)


def against_dense(options, folder, size):
    file = f"{folder}/dense.txt"
    peer("write", "uniform", file, size, size)
    return compare(options, file, "orlib", "dense", size, 0)


def against_sparse(options, folder, size, pairs):
    file = f"{folder}/sparse.txt"
    peer("write", "sparse", file, size, pairs)
    return compare(options, file, "orlib-sparse", "sparse", size, pairs)


def compare(options, file, form, name, size, pairs):
    ratios = []
    for _ in range(max(1, options.rounds)):
        answer, _ = ours(options, file, form)
        other = peer(name, {"dense": "uniform"}.get(name, name), file, size, pairs or size)
        assert answer["objective"] == other["cost"] and answer["placed"] == size, (answer, other)
        print(f"  ours {answer['seconds']:.3f} s, SciPy {other['seconds']:.3f} s, same optimum {other['cost']}")
        ratios.append(answer["seconds"] / other["seconds"])
    return median(ratios)


def ours(options, file, form):
    """The answer, and the peak of the process's memory in MiB."""
    process = subprocess.Popen(
        [options.binary, "match", "solve", file, "--format", form, "--json"], stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, text
    answer = json.loads(text)
    assert answer["certificate"] == "valid", answer
    return answer, usage.ru_maxrss / 1024


def peer(*arguments):
    # Some machines name a processor here that the wheels' OpenBLAS does not know.
    env = {name: value for name, value in os.environ.items() if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    done = subprocess.run([PYTHON, "-B", __file__, *map(str, arguments)], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout else None


def judge(what, kind, file, rows, columns):
    """In the peers' Python: writes an instance, or solves the one that the same seed gives."""
    import time

    import numpy

    dice = numpy.random.default_rng(20_261_123)
    if kind == "popular":
        appeal = dice.integers(0, 6_001, columns)
        costs = 10_000 - numpy.clip(appeal + dice.integers(-2_000, 4_001, (rows, columns)), 0, 10_000)
    elif kind == "uniform":
        costs = dice.integers(0, 10_001, (rows, columns))
    else:
        # A permutation first, so that everybody can be placed; then pairs at random.
        cells = numpy.unique(numpy.concatenate([
            numpy.arange(rows) * rows + dice.permutation(rows), dice.integers(0, rows * rows, columns - rows)]))
        arcs = numpy.stack([cells // rows, cells % rows, dice.integers(1, 10_001, len(cells))])
    if what == "write":
        with open(file, "w") as out:
            if kind == "popular":
                out.write(f"{rows} {columns}\n" + " ".join([str(places(rows, columns))] * columns) + "\n")
                for row in 10_000 - costs:
                    out.write(" ".join(map(str, row.tolist())) + "\n")
            elif kind == "uniform":
                out.write(f"{rows}\n")
                for row in costs:
                    out.write(" ".join(map(str, row.tolist())) + "\n")
            else:
                out.write(f"{rows}\n")
                out.writelines(f"{i + 1} {j + 1} {cost}\n" for i, j, cost in arcs.T.tolist())
        return
    if what == "flow":
        from ortools.graph.python import min_cost_flow

        flow = min_cost_flow.SimpleMinCostFlow()
        ones = numpy.ones(rows * columns, dtype=numpy.int64)
        flow.add_arcs_with_capacity_and_unit_cost(
            numpy.repeat(numpy.arange(rows), columns), numpy.tile(numpy.arange(rows, rows + columns), rows), ones, costs.ravel())
        flow.add_arcs_with_capacity_and_unit_cost(
            numpy.arange(rows, rows + columns), numpy.full(columns, rows + columns), numpy.full(columns, places(rows, columns)),
            numpy.zeros(columns, dtype=numpy.int64))
        flow.set_nodes_supplies(
            numpy.arange(rows + columns + 1),
            numpy.concatenate([numpy.ones(rows, dtype=numpy.int64), numpy.zeros(columns, dtype=numpy.int64), [-rows]]))
        start = time.perf_counter()
        assert flow.solve() == flow.OPTIMAL
        result = flow.optimal_cost()
    elif what == "dense":
        from scipy.optimize import linear_sum_assignment

        start = time.perf_counter()
        chosen = linear_sum_assignment(costs)
        result = int(costs[chosen].sum())
    else:
        import scipy.sparse
        from scipy.sparse.csgraph import min_weight_full_bipartite_matching

        matrix = scipy.sparse.csr_array((arcs[2], (arcs[0], arcs[1])), shape=(rows, rows))
        start = time.perf_counter()
        chosen = min_weight_full_bipartite_matching(matrix)
        result = int(matrix[chosen].sum())
    print(json.dumps({"seconds": time.perf_counter() - start, "cost": int(result),
                      "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    judge(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))

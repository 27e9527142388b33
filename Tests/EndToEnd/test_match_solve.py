"""`attune match solve` beside independent judges: HiGHS and SciPy, on the same instances, to the unit."""

import json
import pathlib
import random

import numpy
import pytest
import scipy.optimize
import scipy.sparse

from conftest import ROOT, run

LIBRARY = next((folder / "shared/data/assignment" for folder in ROOT.parents if (folder / "shared/data/assignment").is_dir()), None)
OPTIMA = {"assign100": 305, "assign200": 475, "assign300": 626, "assign400": 804, "assign500": 991, "assign600": 1176,
          "assign700": 1362, "assign800": 1552, "assignp800": 2239, "assignp1500": 4087, "assignp3000": 11567, "assignp5000": 18349}


def table(fits, places):
    lines = [f"{len(fits)} {len(places)}", " ".join(map(str, places))]
    lines += [" ".join("-" if fit is None else str(fit) for fit in row) for row in fits]
    return "\n".join(lines) + "\n"


def highs(fits, places):
    """(placed, fit) by HiGHS: the most people first, and the greatest fit among all ways to place that many."""
    arcs = [(i, j, fit) for i, row in enumerate(fits) for j, fit in enumerate(row) if fit is not None]
    if not arcs:
        return 0, 0
    n, m, count = len(fits), len(places), len(arcs)
    rows = [i for i, _, _ in arcs] + [n + j for _, j, _ in arcs]
    matrix = scipy.sparse.csr_array((numpy.ones(2 * count), (rows, list(range(count)) * 2)), shape=(n + m, count))
    bounds = numpy.array([1] * n + list(places))
    most = scipy.optimize.linprog(-numpy.ones(count), A_ub=matrix, b_ub=bounds, method="highs")
    placed = round(-most.fun)
    fit = scipy.optimize.linprog(
        -numpy.array([fit for _, _, fit in arcs]), A_ub=matrix, b_ub=bounds, A_eq=numpy.ones((1, count)), b_eq=[placed], method="highs")
    assert most.status == 0 and fit.status == 0
    return placed, round(-fit.fun)


def instance(dice):
    """Infeasible, with therapists without places, with ties, with hardly a choice: each of them often."""
    n, m = dice.randint(1, 25), dice.randint(1, 12)
    span, allowed = dice.choice([1, 3, 100, 10_000]), dice.choice([0.1, 0.4, 0.8, 1])
    most = dice.choice([1, 2, 4])
    fits = [[dice.randint(0, span) if dice.random() < allowed else None for _ in range(m)] for _ in range(n)]
    return fits, [dice.randint(0, most) for _ in range(m)]


def test_a_thousand_random_lists_agree_with_highs(tmp_path):
    dice = random.Random(20_261_123)
    instances = [instance(dice) for _ in range(1_200)]
    for number, (fits, places) in enumerate(instances):
        (tmp_path / f"{number}.txt").write_text(table(fits, places))
    done = run("match", "solve", *[tmp_path / f"{number}.txt" for number in range(len(instances))], "--json", "--pairs")
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(instances)
    kinds = {"waiting": 0, "all": 0, "none": 0}
    for (fits, places), answer in zip(instances, answers):
        assert answer["certificate"] == "valid", answer
        assert (answer["placed"], answer["objective"]) == highs(fits, places), answer["file"]
        # The pairs are what was counted: allowed, within the places, and summing to the objective.
        used = [0] * len(places)
        for client, therapist in answer["pairs"]:
            used[therapist - 1] += 1
        assert all(count <= limit for count, limit in zip(used, places))
        assert sum(fits[client - 1][therapist - 1] for client, therapist in answer["pairs"]) == answer["objective"]
        assert len({client for client, _ in answer["pairs"]}) == len(answer["pairs"]) == answer["placed"]
        kinds["none" if answer["placed"] == 0 else "all" if answer["placed"] == len(fits) else "waiting"] += 1
    assert min(kinds.values()) > 20, kinds


@pytest.mark.parametrize("sparse", [False, True])
def test_costs_of_any_sign_agree_with_scipy(tmp_path, sparse):
    dice = numpy.random.default_rng(7)
    for span in (3, 1_000, 60_000, 1_000_000, 1_900_000_000):
        costs = dice.integers(-span, span, size=(40, 40), endpoint=True)
        rows, columns = scipy.optimize.linear_sum_assignment(costs)
        if sparse:
            text = "40\n" + "".join(f"{i + 1} {j + 1} {costs[i, j]}\n" for i in range(40) for j in range(40))
        else:
            text = "40\n" + "\n".join(" ".join(map(str, row)) for row in costs)
        file = tmp_path / "costs.txt"
        file.write_text(text)
        done = run("match", "solve", file, "--format", "orlib-sparse" if sparse else "orlib", "--json")
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert answer["objective"] == int(costs[rows, columns].sum()) and answer["certificate"] == "valid" and answer["placed"] == 40


@pytest.mark.skipif(LIBRARY is None, reason="the OR-Library's files are not beside the project")
def test_the_library_is_solved_to_its_published_optima():
    files = sorted(LIBRARY.glob("assign*.txt"))
    assert files
    for file in files:
        done = run("match", "solve", file, "--format", "orlib-sparse" if file.stem.startswith("assignp") else "orlib", "--json")
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert (answer["objective"], answer["certificate"]) == (OPTIMA[file.stem], "valid"), file.stem


def test_a_list_comes_from_standard_input_and_is_told_to_a_person():
    done = run("match", "solve", "-", "--pairs", stdin="2 2\n1 1\n9000 100\n8000 -\n")
    assert done.returncode == 0, done.stderr
    assert "Total fit" in done.stdout and "8100" in done.stdout and "2 of 2 clients" in done.stdout and "valid" in done.stdout
    assert "client 1\ttherapist 2" in done.stdout


@pytest.mark.parametrize(
    "text, words",
    [("", "line 1: The file is empty"), ("2 2\n1 1\n1 2\n3 10001\n", "line 4: Client 2, therapist 2"),
     ("2 2\n1 1\n1 2\n3\n", "line 4: Client 2 has 1 fits"), ("1 1\n-1\n5\n", "line 2: Therapist 1 cannot have -1 places"),
     ("999999999 999999999\n", "line 1: "), ("1 1\n1\nsix\n", "line 3: ")])
def test_a_wrong_file_is_refused_with_its_line_and_nothing_on_standard_output(text, words):
    done = run("match", "solve", "-", "--json", stdin=text)
    assert done.returncode == 64, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert words in json.loads(done.stderr)["title"], done.stderr
    assert run("match", "solve", "/nowhere/fits.txt").returncode == 3
    assert run("match", "solve", "-", "--format", "csv", stdin="").returncode == 64

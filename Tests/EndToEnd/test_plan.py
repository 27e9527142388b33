"""The waiting list allocated as a whole, from the outside: over HTTP as intake, and at the command line."""

import json

import pytest

from conftest import Demo, run


@pytest.fixture(scope="module")
def own(folder):
    """A demonstration of our own, since its whole list is given away."""
    demo = Demo(folder / "plan", "--port", "0")
    yield demo
    demo.stop()


def triaged(demo, count):
    """So many referrals that can be placed, the urgent ones last in the list."""
    intake, done = demo.client("intake"), []
    for row in intake.get("/v1/referrals?limit=100").json["data"]:
        if len(done) == count or row["safety_hold"] or row["status"] != "draft" or not row["matching_consent"]:
            continue
        file = intake.get(f"/v1/referrals/{row['id']}")
        answer = intake.post(
            f"/v1/referrals/{row['id']}/triage", {"outcome": "urgent" if len(done) > count - 3 else "routine", "reason": "Spoke with them"},
            etag=file.etag)
        assert answer.status == 200, answer
        done.append(row["id"])
    assert len(done) == count
    return done


def test_a_plan_is_made_edited_applied_and_nothing_else(own):
    intake = own.client("intake")
    ids = triaged(own, 12)
    made = intake.post("/v1/allocations", {"mode": "utilitarian"})
    assert made.status == 201, made
    plan, path = made.json, f"/v1/allocations/{made.json['id']}"
    assert plan["proof"]["certificate"] == "valid" and plan["proof"]["proven"] and plan["placed"] + plan["waiting"] == len(plan["data"])
    assert {line["referral"] for line in plan["data"]} >= set(ids)
    priorities = [line["priority"] for line in plan["data"]]
    assert priorities == sorted(priorities, reverse=True)
    seats = [(line["therapist"], line["start"]) for line in plan["data"] if line["therapist"]]
    assert len(seats) == len(set(seats)) == plan["placed"] > 5
    assert all(one["placed"] <= one["places"] for one in plan["therapists"])
    assert intake.get(path).etag == made.etag
    assert not intake.get(path + "/moves").json["moved"]

    # A person decides: one is left out, one may not go where it was planned.
    placed = [line for line in plan["data"] if line["therapist"]]
    left, moved = placed[0], placed[1]
    edits = [{"kind": "leave", "referral": left["referral"]}, {"kind": "forbid", "referral": moved["referral"], "therapist": moved["therapist"]}]
    assert intake.post(path + "/solve", {"edits": edits}).status == 428
    solved = intake.post(path + "/solve", {"edits": edits}, etag=made.etag)
    assert solved.status == 200, solved
    now = {line["referral"]: line for line in solved.json["data"]}
    assert now[left["referral"]]["waits"] == "left_out" and now[moved["referral"]]["therapist"] != moved["therapist"]
    assert intake.post(path + "/apply", etag=made.etag).status == 412

    # Something moves: nothing is proposed, and the answer says what.
    before = intake.get(f"/v1/referrals/{moved['referral']}").json
    changed = intake.post(
        f"/v1/referrals/{moved['referral']}/triage", {"outcome": "soon", "reason": "Called again"},
        etag=f'"{before["version"]}"')
    assert changed.status == 200, changed
    refused = intake.post(path + "/apply", etag=solved.etag)
    assert refused.status == 409 and refused.json["code"] == "allocation.moved" and moved["reference"] in refused.json["detail"], refused
    assert intake.get(path + "/moves").json["changed"] == [moved["reference"]]

    again = intake.post(path + "/solve", etag=solved.etag)
    assert again.status == 200 and again.json["edits"] == solved.json["edits"], again
    applied = intake.post(path + "/apply", etag=again.etag)
    assert applied.status == 200 and applied.json["status"] == "applied", applied
    for line in applied.json["data"]:
        if line["therapist"] is None:
            assert line["proposal"] is None
            continue
        proposal = intake.get(f"/v1/proposals/{line['proposal']}").json
        assert proposal["therapist"] == line["therapist"] and proposal["status"] == "proposed" and proposal["score"] == line["score"]
        hour = intake.get(f"/v1/appointments/{proposal['appointment']}").json
        assert hour["start"] == line["start"]
    assert intake.post(path + "/apply", etag="*").json["code"] == "allocation.ended"


def test_a_plan_says_nothing_to_those_who_do_not_handle_referrals(own):
    plan = own.client("intake").get("/v1/allocations?limit=1").json["data"][0]
    for role, status in (("front_desk", 403), ("therapist", 403), ("lead", 200)):
        answer = own.client(role).get(f"/v1/allocations/{plan['id']}")
        assert answer.status == status, (role, answer)
    lines = own.client("lead").get(f"/v1/allocations/{plan['id']}").text
    assert "kept_apart" not in lines and "full_name" not in lines


def test_bad_edits_are_refused_by_their_place(own):
    intake = own.client("intake")
    nobody = "01931f0e-6f00-7000-8000-000000000001"
    for body, status in (
        ({"mode": "best"}, 422), ({"edits": [{"kind": "pin", "referral": nobody}]}, 422), ({"edits": [{"kind": "swap", "referral": nobody}]}, 422),
        ({"edits": [{"kind": "leave", "referral": nobody, "therapist": nobody}]}, 422), ({"answer_within_hours": 0}, 422),
        ({"surprise": 1}, 422), ({"service": nobody}, 422),
    ):
        answer = intake.post("/v1/allocations", body)
        assert answer.status == status, (body, answer)
    # Somebody who is not on the list; nobody may be on it any more.
    assert intake.post("/v1/allocations", {"edits": [{"kind": "leave", "referral": nobody}]}).json["code"] in (
        "allocation.not_in_plan", "allocation.nobody_waits")


def test_the_command_line_plans_edits_and_applies(own, folder):
    own.stop()
    where = ("--data-dir", own.data_dir)
    made = run("match", "plan", "--json", "--mode", "raise-lowest", *where)
    assert made.returncode == 0, made.stderr
    plan = json.loads(made.stdout)
    assert plan["reference"].startswith("W-") and plan["proof"]["certificate"] == "valid"
    shown = run("match", "show", plan["reference"], *where)
    assert shown.returncode == 0 and plan["data"][0]["reference"] in shown.stdout and "W-" in shown.stderr, shown.stderr
    wrong = run("match", "edit", plan["reference"], "--pin", "R-1=nobody", *where)
    assert wrong.returncode not in (0, 70) and wrong.stderr.strip(), wrong
    assert run("match", "edit", plan["reference"], "--pin", "R-2011", *where).returncode == 64
    left = run("match", "edit", plan["reference"], "--leave", plan["data"][0]["reference"], "--json", *where)
    assert left.returncode == 0 and json.loads(left.stdout)["data"][-1]["waits"] == "left_out", left.stderr
    stale = run("match", "apply", plan["reference"], "--version", str(plan["version"]), *where)
    assert stale.returncode == 5, stale
    away = run("match", "discard", plan["reference"], *where)
    assert away.returncode == 0, away.stderr
    assert run("match", "apply", plan["reference"], *where).returncode == 5
    assert run("match", "show", "W-999999", *where).returncode == 3
    listed = json.loads(run("match", "plans", "--json", *where).stdout)
    assert [one["status"] for one in listed][:1] == ["discarded"]

"""Intake from the command line: questionnaires, flags as tasks, targets, FHIR bundles, files that may be one person's."""

import json

from conftest import run


def attune(demo, *words, stdin=None):
    return run(*words, "--data-dir", demo.data_dir, **({"stdin": stdin} if stdin is not None else {}))


def added(demo, name, **answers):
    form = "\n".join([f"full_name: {name}", *(f"{field}: {answer}" for field, answer in answers.items())]) + "\n"
    done = attune(demo, "referrals", "add", "--json", stdin=form)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def test_a_questionnaire_is_scored_and_a_flag_is_a_task_until_somebody_clears_it(demo):
    referral, _ = added(demo, "Bryn Example", concerns="anxiety")
    name = referral["reference"]
    itq = attune(demo, "referrals", "score", name, "--instrument", "itq", "--json", stdin="2 0 2 0 2 0 2 0 0 2 0 2 0 2 0 2 0 0")
    assert itq.returncode == 0 and json.loads(itq.stdout)[0]["words"] == "ITQ pattern consistent with CPTSD.", itq.stderr
    wrong = attune(demo, "referrals", "score", name, "--instrument", "phq9", stdin="1 2 3")
    assert wrong.returncode == 64 and "9 items" in wrong.stderr, (wrong.returncode, wrong.stderr)
    nine = attune(demo, "referrals", "score", name, "--instrument", "phq9", stdin="0 0 0 0 0 0 0 0 1")
    assert nine.returncode == 0 and "9-8-8" in nine.stderr, nine.stderr
    masked = attune(demo, "referrals", "scores", name)
    assert masked.returncode == 0 and "CPTSD" not in masked.stdout
    tasks = json.loads(attune(demo, "referrals", "safety", "list", "--json").stdout)
    task = next(item for item in tasks if item["reference"] == name)
    assert task["reason"] == "flag_phq9_item9" and not task["overdue"]
    assert attune(demo, "referrals", "matches", name).returncode == 5
    assert attune(demo, "referrals", "safety", "acknowledge", task["id"]).returncode == 0
    assert attune(demo, "referrals", "safety", "acknowledge", task["id"]).returncode == 5
    assert attune(demo, "referrals", "safety", "clear", task["id"], stdin="Spoke by phone; safe").returncode == 0
    left = json.loads(attune(demo, "referrals", "safety", "list", "--json").stdout)
    assert all(item["id"] != task["id"] for item in left)


def test_whoever_records_a_flag_is_told_whom_to_reach(demo):
    _, told = added(demo, "Cove Example", safety_flag="yes")
    assert "9-8-8" in told and "911" in told and "safety hold" in told


def test_targets_are_the_clinics_and_a_contradiction_changes_none(demo):
    assert json.loads(attune(demo, "referrals", "targets", "--json").stdout)["soon"] == 336
    wrong = attune(demo, "referrals", "targets", "--level", "urgent=30d", "--level", "safety=1h")
    assert wrong.returncode == 64 and "soon" in wrong.stderr, wrong.stderr
    near = attune(demo, "referrals", "targets", "--level", "sonn=3d")
    assert near.returncode == 64 and "soon" in near.stderr, near.stderr
    assert json.loads(attune(demo, "referrals", "targets", "--json").stdout)["safety"] == 4
    row = json.loads(attune(demo, "referrals", "list", "--json").stdout)[0]
    assert row["wait"] in ("within", "over") and "target" in row["wait_words"], row


def bundle(code, key="E2E-1", **more):
    return json.dumps({"resourceType": "Bundle", "type": "batch", "entry": [
        {"fullUrl": "urn:uuid:a", "resource": {"resourceType": "Patient", "name": [{"text": "Perrin Example"}], "birthDate": "1984-03-02"}},
        {"resource": {"resourceType": "ServiceRequest", "identifier": [{"system": "urn:x", "value": key}], "status": "active",
                      "intent": "order", "subject": {"reference": "urn:uuid:a"},
                      "reasonCode": [{"coding": [{"system": "http://id.who.int/icd/release/11/mms", "code": code}]}], **more}}]})


def test_a_bundle_is_read_whole_or_not_at_all_and_twice_is_once(demo, tmp_path):
    file = tmp_path / "bundle.json"
    file.write_text(bundle("6B4X"))
    wrong = attune(demo, "referrals", "import", file, "--format", "fhir")
    assert wrong.returncode == 64 and "Bundle.entry[1].resource.reasonCode[0].coding[0].code" in wrong.stderr and "6B4" in wrong.stderr, wrong.stderr
    file.write_text(bundle("6B41", priority="stat"))
    once = attune(demo, "referrals", "import", file, "--format", "fhir", "--json")
    assert once.returncode == 0 and json.loads(once.stdout)["held"] == 1 and "911" in once.stderr, once.stderr
    again = json.loads(attune(demo, "referrals", "import", file, "--format", "fhir", "--json").stdout)
    assert again["added"] == [] and again["known"] == 1


def test_one_person_with_two_files_is_found_and_compared(demo):
    added(demo, "Linnéa Maren", birth_date="1979-05-06")
    added(demo, "MAREN, Linnea", birth_date="1979-05-06")
    pairs = json.loads(attune(demo, "clients", "duplicates", "--json").stdout)
    pair = next(item for item in pairs if item["signs"] == ["name_and_birth"])
    told = json.loads(attune(demo, "clients", "compare", pair["one"], pair["other"], "--json").stdout)
    assert told["clashes"] == {"both_have_an_open_referral": 1} and told["moves"]["referral"] == 1 and not told["two_people"], told

"""The main job over HTTP, on a referral of our own: from the form to a booked first session, each answer held to its promise."""

import concurrent.futures
import datetime
import uuid

import pytest

from client import year


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def referral_form(**more):
    form = {
        "source": "self", "full_name": "Sable Winterbourne", "birth_date": "1991-05-04", "language": "en", "kind": "adult",
        "email": "sable.winterbourne@example.org", "email_may_write": True, "phone": "250-555-0177", "phone_may_call": True,
        "concerns": ["pull away when I want to get closer", "attachment_trauma"], "patterns": ["leaving_first"],
        "must": ["gender=woman", "format=in_person"], "wish": ["time_of_day=evening"], "intensity": "high",
        "consent_matching": True, "consent_messages": True, "narrative": "I end things before they can.\nI would like to stay once.",
    }
    return {**form, **more}


def add(demo, **more):
    answer = demo.client("intake").post("/v1/referrals", json=referral_form(**more))
    assert answer.status == 201, answer
    return answer


def triage(demo, referral, outcome="soon", role="intake"):
    """Reads it, then decides on what was read."""
    person = demo.client(role)
    read = person.get(f"/v1/referrals/{referral}")
    assert read.status == 200 and read.etag, read
    return person.post(f"/v1/referrals/{referral}/triage", json={"outcome": outcome, "reason": "Spoke on the phone"}, etag=read.etag)


@pytest.fixture(scope="module")
def told(demo):
    """The story up to the booking; the tests below look at its parts."""
    intake, lead, found = demo.client("intake"), demo.client("lead"), {}
    found["added"] = add(demo, full_name="Sable Winterbourne")
    referral = found["added"].json["id"]
    found["early"] = intake.get(f"/v1/referrals/{referral}/matches")
    found["triaged"] = triage(demo, referral)
    assert found["triaged"].status == 200, found["triaged"]
    found["matches"] = intake.get(f"/v1/referrals/{referral}/matches?limit=100")
    assert found["matches"].status == 200, found["matches"]
    first = found["matches"].json["data"][0]
    found["proposed"] = intake.post(f"/v1/referrals/{referral}/proposals", json={"therapist": first["therapist"]})
    assert found["proposed"].status == 201, found["proposed"]
    proposal = found["proposed"].json
    found["held"] = lead.get(f"/v1/appointments/{proposal['appointment']}").json
    tag = lead.get(f"/v1/proposals/{proposal['id']}").etag
    found["therapist_yes"] = lead.post(f"/v1/proposals/{proposal['id']}/accept", json={"by": "therapist"}, etag=tag)
    assert found["therapist_yes"].status == 200, found["therapist_yes"]
    found["client_yes"] = lead.post(f"/v1/proposals/{proposal['id']}/accept", json={"by": "client"}, etag=found["therapist_yes"].etag)
    assert found["client_yes"].status == 200, found["client_yes"]
    found["booked"] = lead.get(f"/v1/appointments/{proposal['appointment']}")
    return found


def test_nobody_is_ranked_before_a_person_has_triaged(told):
    assert told["early"].status == 409, told["early"]


def test_the_contributions_sum_to_the_score_and_ranks_run_down(told):
    ranked = told["matches"].json["data"]
    assert ranked
    for match in ranked:
        assert sum(part["points"] for part in match["contributions"]) == match["score"], match
        assert all(part["text"] for part in match["contributions"])
    assert [match["score"] for match in ranked] == sorted((match["score"] for match in ranked), reverse=True)


def test_everybody_is_ranked_or_excluded_with_a_reason(demo, told):
    matches = told["matches"].json
    team = {therapist["id"] for therapist in demo.client("lead").pages("/v1/therapists?limit=200") if therapist["status"] == "active"}
    excluded = {exclusion["therapist"]: exclusion for exclusion in matches["excluded"]}
    ranked = {match["therapist"] for match in matches["data"]}
    assert ranked | set(excluded) == team and not ranked & set(excluded)
    by_name = {exclusion["name"]: exclusion["rules"] for exclusion in excluded.values()}
    assert "credential_not_valid" in by_name["Ruth Abernathy"]
    assert "no_place" in by_name["Jun Takahashi"] or "must_have_not_met" in by_name["Jun Takahashi"]
    assert all(exclusion["texts"] for exclusion in excluded.values())


def test_those_who_are_not_ranked_come_page_by_page_each_once(demo):
    referral = add(demo, full_name="Paged Test").json["id"]
    assert triage(demo, referral).status == 200
    intake = demo.client("intake")
    whole = intake.get(f"/v1/referrals/{referral}/matches").json
    assert whole["excluded_next"] is None and len(whole["excluded"]) == whole["excluded_count"] >= 2, whole
    assert sum(rule["count"] for rule in whole["excluded_by_rule"]) == whole["excluded_count"]
    pages, after = [], ""
    while after is not None:
        page = intake.get(f"/v1/referrals/{referral}/matches?excluded=1{after and f'&excluded_after={after}'}").json
        assert len(page["excluded"]) == 1 and page["excluded_count"] == whole["excluded_count"], page
        pages += page["excluded"]
        after = page["excluded_next"]
    assert [one["therapist"] for one in pages] == [one["therapist"] for one in whole["excluded"]]
    assert intake.get(f"/v1/referrals/{referral}/matches?excluded=0").json["excluded"] == []
    assert intake.get(f"/v1/referrals/{referral}/matches?excluded=1001").status == 422


def test_the_same_question_gets_the_same_ranking(demo, told):
    referral = told["added"].json["id"]
    fresh = add(demo, full_name="Twin One").json["id"], add(demo, full_name="Twin Two").json["id"]
    for one in fresh:
        assert triage(demo, one).status == 200
    answers = [demo.client("intake").get(f"/v1/referrals/{one}/matches?limit=100").json["data"] for one in fresh]
    strip = lambda match: (match["therapist"], match["score"], match["start"], match["format"])
    assert [strip(match) for match in answers[0]] == [strip(match) for match in answers[1]]
    assert referral not in fresh


def test_a_proposal_holds_the_hour_and_acceptance_books_it_with_its_room(told):
    assert told["held"]["status"] == "proposed" and told["held"]["hold_until"]
    booked = told["booked"].json
    assert booked["status"] == "booked" and booked["hold_until"] is None
    assert booked["format"] == "in_person" and booked["room"]
    assert booked["start"] == told["held"]["start"]
    assert booked["zone"] == "America/Vancouver"
    # Wall time in Kamloops is UTC-7 all year since 2026.
    utc = datetime.datetime.fromisoformat(booked["start"].replace("Z", "+00:00"))
    wall = datetime.datetime.fromisoformat(booked["promised_start"])
    assert utc.replace(tzinfo=None) - wall == datetime.timedelta(hours=7)
    assert told["client_yes"].json["status"] == "accepted"


def test_an_old_etag_is_refused_and_none_at_all_too(demo, told):
    booked, lead = told["booked"], demo.client("lead")
    path = f"/v1/appointments/{booked.json['id']}/cancel"
    assert lead.post(path, json={}).status == 428
    assert lead.post(path, json={}, etag='"9999"').status == 412


def test_a_flagged_referral_is_held_until_a_person_lifts_it(demo):
    added = add(demo, full_name="Held Person", safety_flag=True)
    referral = added.json["id"]
    assert demo.client("intake").get(f"/v1/referrals/{referral}/matches").status == 409
    therapist = demo.client("lead").pages("/v1/therapists?limit=200")[0]["id"]
    refused = demo.client("intake").post(f"/v1/referrals/{referral}/proposals", json={"therapist": therapist})
    assert refused.status == 409, refused


def test_a_retry_with_its_key_gets_the_same_bytes_and_does_nothing_again(demo):
    intake, key = demo.client("intake"), str(uuid.uuid4())
    form = referral_form(full_name="Retry Person")
    first, second = intake.post("/v1/referrals", json=form, key=key), intake.post("/v1/referrals", json=form, key=key)
    assert first.status == second.status == 201 and first.body == second.body
    other = intake.post("/v1/referrals", json=referral_form(full_name="Another Person"), key=key)
    assert other.status == 422 and other.json["code"] == "idempotency.key_reused", other
    assert intake.request("POST", "/v1/referrals", json=form).status == 400


def some_booking(demo):
    """A client, a therapist, a service, and an hour that is open."""
    lead = demo.client("lead")
    amara = next(item for item in lead.pages("/v1/therapists?limit=200") if item["slug"] == "amara-okafor")
    service = next(item for item in lead.get("/v1/services").json["data"] if item["code"] == "session")
    stamp = lambda days: (now() + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    slots = lead.get(f"/v1/slots?therapist={amara['id']}&service={service['id']}&format=online&limit=50&from={stamp(70)}&until={stamp(98)}")
    assert slots.status == 200, slots
    openings = [slot for slot in slots.json["data"]]
    assert openings, slots
    clients = [item["id"] for item in lead.pages("/v1/clients?limit=200")]
    return amara["id"], service["id"], openings, clients


def test_of_many_who_want_one_hour_exactly_one_gets_it(demo):
    therapist, service, openings, clients = some_booking(demo)
    start = openings[0]["start"]

    def book(client):
        body = {"therapist": therapist, "client": client, "service": service, "format": "online", "start": start}
        return demo.client("front_desk").post("/v1/appointments", json=body)

    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(book, clients[:24]))
    statuses = sorted(answer.status for answer in answers)
    assert statuses == [201] + [409] * 23, statuses
    codes = {answer.json["code"] for answer in answers if answer.status == 409}
    assert codes <= {"appointment.therapist_busy", "appointment.client_busy", "appointment.not_available"}, codes


def test_a_booking_is_moved_and_cancelled_and_frees_its_hour(demo):
    therapist, service, openings, clients = some_booking(demo)
    lead = demo.client("lead")
    body = {"therapist": therapist, "client": clients[30], "service": service, "format": "online", "start": openings[2]["start"]}
    booked = lead.post("/v1/appointments", json=body)
    assert booked.status == 201, booked
    moved = lead.post(f"/v1/appointments/{booked.json['id']}/move", json={"start": openings[-1]["start"]}, etag=booked.etag)
    assert moved.status == 200 and moved.json["start"] == openings[-1]["start"], moved
    cancelled = lead.post(f"/v1/appointments/{booked.json['id']}/cancel", json={"reason": "Unwell"}, etag=moved.etag)
    assert cancelled.status == 200 and cancelled.json["status"] == "cancelled", cancelled
    again = lead.post("/v1/appointments", json={**body, "start": openings[-1]["start"]})
    assert again.status == 201, again


def test_a_wall_time_that_does_not_exist_is_refused_where_clocks_still_change(demo):
    therapist, service, _, clients = some_booking(demo)
    year_ahead = now().year + 1
    march = datetime.date(year_ahead, 3, 8)
    second_sunday = march + datetime.timedelta(days=(6 - march.weekday()) % 7)
    body = {
        "therapist": therapist, "client": clients[31], "service": service, "format": "online", "zone": "America/Toronto",
        "start": f"{second_sunday.isoformat()}T02:30",
    }
    refused = demo.client("lead").post("/v1/appointments", json=body)
    assert refused.status in (409, 422) and "time" in refused.json["code"], refused


def test_the_front_desk_sees_times_and_no_reasons(demo):
    desk = demo.client("front_desk")
    assert desk.get("/v1/appointments?limit=5" + year()).status == 200
    for path in ("/v1/referrals", "/v1/handouts", "/v1/articles"):
        assert desk.get(path).status in (403, 404), path


def test_a_therapist_sees_her_own_clients_only(demo):
    own, other = demo.client("therapist"), demo.client("other_therapist")
    mine = {item["id"] for item in own.pages("/v1/clients?limit=200")}
    theirs = {item["id"] for item in other.pages("/v1/clients?limit=200")}
    assert mine and theirs and not mine & theirs
    stranger = next(iter(theirs))
    hidden, absent = own.get(f"/v1/clients/{stranger}"), own.get(f"/v1/clients/{uuid.uuid4()}")
    assert hidden.status == absent.status == 404
    strip = lambda answer: {name: value for name, value in answer.json.items() if name != "request_id"}
    assert strip(hidden) == strip(absent)

-- The waiting list allocated as a whole: a plan that a person makes, edits and then puts into effect as it stands, or not at all.

CREATE SEQUENCE allocation_reference AS int START 101;
CREATE TABLE allocation (
    id              uuid PRIMARY KEY,
    reference       text NOT NULL DEFAULT 'W-' || nextval('allocation_reference') CONSTRAINT allocation_reference_unique UNIQUE,
    status          text NOT NULL DEFAULT 'draft' CONSTRAINT allocation_status_known CHECK (status IN ('draft', 'applied', 'discarded')),
    mode            text NOT NULL CONSTRAINT allocation_mode_known CHECK (mode IN ('utilitarian', 'raise-lowest', 'stable')),
    -- Only referrals of this level; NULL: all that wait.
    urgency         text CONSTRAINT allocation_urgency_known CHECK (urgency IN ('urgent', 'soon', 'routine')),
    service_id      uuid NOT NULL REFERENCES service (id),
    answer_hours    int NOT NULL CONSTRAINT allocation_answer_hours_range CHECK (answer_hours BETWEEN 1 AND 720),
    policy_version  text NOT NULL,
    -- The moment of the facts that it rests on.
    as_of           timestamptz NOT NULL,
    total_fit       int8 NOT NULL,
    lowest_fit      int,
    tenth_fit       int,
    envious_pairs   int NOT NULL,
    stability_price int NOT NULL,
    gini            int NOT NULL,
    -- Pairs that fit and had no hour left beside the others.
    set_aside       int NOT NULL,
    -- False: the search stopped at its limit, and by how much a better answer could be better is in gap.
    proven          boolean NOT NULL,
    gap             text,
    certificate     text NOT NULL,
    decided_by      uuid NOT NULL,
    decided_as      text NOT NULL,
    applied_at      timestamptz,
    version         int NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT allocation_applied_whole CHECK ((status = 'applied') = (applied_at IS NOT NULL))
);
CREATE TRIGGER allocation_version BEFORE UPDATE ON allocation FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE INDEX allocation_newest ON allocation (created_at DESC, id DESC);

-- One person on the list: with whom and when, or why they wait.
CREATE TABLE allocation_line (
    allocation_id uuid NOT NULL REFERENCES allocation (id),
    referral_id   uuid NOT NULL REFERENCES referral (id),
    client_id     uuid NOT NULL REFERENCES client (id),
    -- From 1, the first to be given a place.
    place         int NOT NULL CONSTRAINT allocation_line_place_range CHECK (place > 0),
    -- Waited so far over the wait that the clinic aims for, in basis points.
    priority      int NOT NULL,
    urgency       text NOT NULL,
    therapist_id  uuid REFERENCES therapist (id),
    start_at      timestamptz,
    format        text,
    score         int,
    rank          int,
    -- How many therapists fit.
    matches       int NOT NULL,
    waits         text CONSTRAINT allocation_line_waits_known CHECK (waits IN ('no_place', 'nobody_fits', 'left_out')),
    -- Who would fit, and has no place or hour for this client.
    unavailable   uuid[] NOT NULL DEFAULT '{}',
    -- What was known of this referral: an applied plan rests on nothing else.
    facts_hash    bytea NOT NULL CONSTRAINT allocation_line_hash_length CHECK (octet_length(facts_hash) = 32),
    proposal_id   uuid REFERENCES proposal (id),
    CONSTRAINT allocation_line_once PRIMARY KEY (allocation_id, referral_id),
    CONSTRAINT allocation_line_whole CHECK (num_nonnulls(therapist_id, start_at, format, score, rank) IN (0, 5)
                                            AND (therapist_id IS NULL) = (waits IS NOT NULL)),
    CONSTRAINT allocation_line_proposed CHECK (proposal_id IS NULL OR therapist_id IS NOT NULL)
);
CREATE INDEX allocation_line_client ON allocation_line (client_id);
CREATE INDEX allocation_line_referral ON allocation_line (referral_id);

-- What a person wants of the plan: this client with this therapist, not with her, or not in this plan.
CREATE TABLE allocation_edit (
    allocation_id uuid NOT NULL REFERENCES allocation (id),
    referral_id   uuid NOT NULL REFERENCES referral (id),
    client_id     uuid NOT NULL REFERENCES client (id),
    kind          text NOT NULL CONSTRAINT allocation_edit_kind_known CHECK (kind IN ('pin', 'forbid', 'leave')),
    therapist_id  uuid REFERENCES therapist (id),
    made_by       uuid NOT NULL,
    made_as       text NOT NULL,
    made_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT allocation_edit_once UNIQUE NULLS NOT DISTINCT (allocation_id, referral_id, therapist_id),
    CONSTRAINT allocation_edit_whole CHECK ((kind = 'leave') = (therapist_id IS NULL))
);
CREATE UNIQUE INDEX allocation_edit_one_pin ON allocation_edit (allocation_id, referral_id) WHERE kind IN ('pin', 'leave');
CREATE INDEX allocation_edit_client ON allocation_edit (client_id);

-- The team as the plan found it.
CREATE TABLE allocation_team (
    allocation_id uuid NOT NULL REFERENCES allocation (id),
    therapist_id  uuid NOT NULL REFERENCES therapist (id),
    -- Free in the caseload, of those with an hour; of them for high-intensity work.
    places        int NOT NULL,
    intense       int NOT NULL,
    facts_hash    bytea NOT NULL CONSTRAINT allocation_team_hash_length CHECK (octet_length(facts_hash) = 32),
    CONSTRAINT allocation_team_once PRIMARY KEY (allocation_id, therapist_id)
);

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['allocation', 'allocation_line', 'allocation_edit', 'allocation_team'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format($p$CREATE POLICY %I ON %I USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator'))
                          WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'))$p$, name || '_staff', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO attune_app', name);
    END LOOP;
    -- A draft is solved anew as a whole; a client who goes takes their lines along.
    FOREACH name IN ARRAY ARRAY['allocation_line', 'allocation_edit', 'allocation_team'] LOOP
        EXECUTE format('GRANT DELETE ON %I TO attune_app', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['allocation_line', 'allocation_edit'] LOOP
        EXECUTE format('CREATE POLICY %I ON %I TO attune_owner USING (true) WITH CHECK (true)', name || '_destroyed_by_owner', name);
    END LOOP;
END $$;
GRANT UPDATE (status, policy_version, as_of, total_fit, lowest_fit, tenth_fit, envious_pairs, stability_price, gini, set_aside, proven, gap,
              certificate, mode, answer_hours, decided_by, decided_as, applied_at) ON allocation TO attune_app;
GRANT UPDATE (proposal_id) ON allocation_line TO attune_app;
GRANT USAGE ON SEQUENCE allocation_reference TO attune_app;

-- What was put into effect stays as it was.
CREATE FUNCTION allocation_draft_only() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF (SELECT status FROM allocation a WHERE a.id = OLD.allocation_id) IS DISTINCT FROM 'draft' AND current_user <> 'attune_owner' THEN
            RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'allocation_draft_only', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN OLD;
    END $$;
CREATE TRIGGER allocation_line_draft_only BEFORE DELETE ON allocation_line FOR EACH ROW EXECUTE FUNCTION allocation_draft_only();
CREATE TRIGGER allocation_edit_draft_only BEFORE DELETE ON allocation_edit FOR EACH ROW EXECUTE FUNCTION allocation_draft_only();
-- What of a waiting list can be allocated: triaged, consented, not on hold.
CREATE INDEX referral_waiting ON referral (id) WHERE status = 'active' AND matching_consent AND NOT safety_hold;

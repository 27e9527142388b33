-- A request that somebody be seen, from arrival to a first session. The front desk reads nothing here.

CREATE SEQUENCE referral_reference AS int START 2001;
CREATE TABLE referral (
    id              uuid PRIMARY KEY,
    reference       text NOT NULL DEFAULT 'R-' || nextval('referral_reference') CONSTRAINT referral_reference_unique UNIQUE,
    -- The referrer's own number, so that the same file read twice adds nothing.
    source_key      text CONSTRAINT referral_source_key_unique UNIQUE,
    client_id       uuid NOT NULL REFERENCES client (id),
    source          text NOT NULL CONSTRAINT referral_source_known CHECK (source IN ('self', 'physician', 'agency', 'school', 'insurer', 'staff', 'other')),
    received_at     timestamptz NOT NULL,
    status          text NOT NULL DEFAULT 'draft' CONSTRAINT referral_status_known
                    CHECK (status IN ('draft', 'active', 'on-hold', 'revoked', 'completed')),
    -- A safety hold is lifted by a named person; no software ranks or proposes meanwhile.
    safety_hold     boolean NOT NULL DEFAULT false,
    safety_reason   text,
    urgency         text CONSTRAINT referral_urgency_known CHECK (urgency IN ('urgent', 'soon', 'routine')),
    intensity       text NOT NULL DEFAULT 'standard' CONSTRAINT referral_intensity_known CHECK (intensity IN ('standard', 'high')),
    kind            text NOT NULL DEFAULT 'adult',
    funding         text,
    fee_ceiling_cents int,
    narrative       text CONSTRAINT referral_narrative_length CHECK (char_length(narrative) <= 8000),
    matching_consent boolean NOT NULL DEFAULT false,
    version         int NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT referral_active_is_triaged CHECK (status <> 'active' OR (urgency IS NOT NULL AND NOT safety_hold))
);
CREATE TRIGGER referral_version BEFORE UPDATE ON referral FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE INDEX referral_board ON referral (status, received_at, id);
CREATE INDEX referral_client ON referral (client_id);

-- Weights in basis points; a referral's concerns are normalised when they are ranked.
CREATE TABLE referral_concern (
    referral_id  uuid NOT NULL REFERENCES referral (id),
    concept_code text NOT NULL CONSTRAINT referral_concern_known REFERENCES concept (code),
    weight       int NOT NULL CONSTRAINT referral_concern_weight_range CHECK (weight BETWEEN 1 AND 10000),
    words        text,
    CONSTRAINT referral_concern_unique PRIMARY KEY (referral_id, concept_code)
);

-- What the client asks for: must excludes, wish adds. kind: language, format, gender, weekday, time_of_day, modality, site, therapist.
CREATE TABLE referral_need (
    referral_id uuid NOT NULL REFERENCES referral (id),
    kind        text NOT NULL CONSTRAINT referral_need_kind_known
                CHECK (kind IN ('language', 'format', 'gender', 'weekday', 'time_of_day', 'modality', 'site', 'therapist')),
    value       text NOT NULL,
    importance  text NOT NULL CONSTRAINT referral_need_importance_known CHECK (importance IN ('must', 'wish')),
    CONSTRAINT referral_need_unique PRIMARY KEY (referral_id, kind, value)
);

-- Each triage is a row: who decided what, and why.
CREATE TABLE triage (
    id          uuid PRIMARY KEY,
    referral_id uuid NOT NULL REFERENCES referral (id),
    urgency     text CONSTRAINT triage_urgency_known CHECK (urgency IN ('urgent', 'soon', 'routine')),
    safety_hold boolean NOT NULL,
    reason      text NOT NULL CONSTRAINT triage_reason_length CHECK (char_length(reason) BETWEEN 3 AND 2000),
    decided_by  uuid NOT NULL,
    decided_as  text NOT NULL,
    decided_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT triage_level_or_hold CHECK (safety_hold OR urgency IS NOT NULL)
);
CREATE INDEX triage_referral ON triage (referral_id, decided_at);

CREATE TABLE proposal (
    id              uuid PRIMARY KEY,
    referral_id     uuid NOT NULL REFERENCES referral (id),
    client_id       uuid NOT NULL REFERENCES client (id),
    therapist_id    uuid NOT NULL REFERENCES therapist (id),
    appointment_id  uuid NOT NULL REFERENCES appointment (id),
    place_id        uuid NOT NULL REFERENCES caseload_place (id),
    status          text NOT NULL DEFAULT 'proposed' CONSTRAINT proposal_status_known
                    CHECK (status IN ('proposed', 'therapist-accepted', 'accepted', 'declined', 'expired', 'withdrawn')),
    expires_at      timestamptz NOT NULL,
    score           int NOT NULL,
    policy_version  text NOT NULL,
    input_hash      bytea NOT NULL,
    -- json, not jsonb: the record is kept to the byte, as its hash promises.
    explanation     json NOT NULL,
    override_reason text,
    decline_reason  text CONSTRAINT proposal_decline_reason_length CHECK (char_length(decline_reason) <= 2000),
    decided_by      uuid NOT NULL,
    decided_as      text NOT NULL,
    version         int NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER proposal_version BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE UNIQUE INDEX proposal_one_open ON proposal (referral_id) WHERE status IN ('proposed', 'therapist-accepted');
CREATE INDEX proposal_therapist ON proposal (therapist_id, created_at);
CREATE INDEX proposal_expiry ON proposal (expires_at) WHERE status IN ('proposed', 'therapist-accepted');

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['referral', 'referral_concern', 'referral_need', 'triage', 'proposal'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format($p$CREATE POLICY %I ON %I USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator', 'worker'))
                          WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator', 'worker'))$p$, name || '_staff', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO attune_app', name);
    END LOOP;
    -- A therapist reads the referrals of clients she cares for, or who were proposed to her.
    FOREACH name IN ARRAY ARRAY['referral_concern', 'referral_need', 'triage'] LOOP
        EXECUTE format($p$CREATE POLICY %I ON %I FOR SELECT USING ((SELECT actor_role()) = 'therapist'
            AND EXISTS (SELECT FROM referral r WHERE r.id = referral_id AND cares_for(r.client_id)))$p$, name || '_cared_for', name);
    END LOOP;
END $$;
GRANT DELETE ON referral_concern, referral_need TO attune_app;
-- Of a proposal only its answer changes: never whose it is, what it rests on, or what it holds.
REVOKE UPDATE ON proposal FROM attune_app;
GRANT UPDATE (status, decline_reason) ON proposal TO attune_app;
CREATE POLICY referral_cared_for ON referral FOR SELECT USING ((SELECT actor_role()) = 'therapist' AND EXISTS (
    SELECT FROM care_relationship c
     WHERE c.client_id = referral.client_id AND c.therapist_id = (SELECT actor_therapist()) AND c.during @> now()));
CREATE POLICY proposal_own ON proposal FOR SELECT USING (therapist_id = (SELECT actor_therapist()));
CREATE POLICY proposal_answered ON proposal FOR UPDATE
    USING (therapist_id = (SELECT actor_therapist())) WITH CHECK (therapist_id = (SELECT actor_therapist()));
GRANT USAGE ON SEQUENCE referral_reference TO attune_app;

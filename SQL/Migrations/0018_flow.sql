-- What becomes of a proposal after it was made: answers with a code, who is next.

-- What is looked through to find a referral's proposals, the latest first.
CREATE INDEX proposal_referral ON proposal (referral_id, created_at DESC, id DESC);
-- Whose no it was, and why, as everybody who works on the referral may know it. decline_sealed is the same as the therapist said it, written
-- for each of her answers: a relation is told as a caseload that is full, and only those who may know open what was said.
ALTER TABLE proposal
    ADD COLUMN declined_by    text CONSTRAINT proposal_declined_by_known CHECK (declined_by IN ('therapist', 'client')),
    ADD COLUMN decline_code   text CONSTRAINT proposal_decline_code_known CHECK (decline_code IN ('caseload', 'fit', 'hours', 'other')),
    ADD COLUMN decline_sealed bytea CONSTRAINT proposal_decline_sealed_length CHECK (octet_length(decline_sealed) BETWEEN 33 AND 8040),
    ADD CONSTRAINT proposal_decline_whole CHECK (declined_by IS NULL OR (status = 'declined' AND decline_code IS NOT NULL)),
    ADD CONSTRAINT proposal_decline_sealed_by_therapist CHECK ((decline_sealed IS NULL) = (declined_by IS DISTINCT FROM 'therapist'));
GRANT UPDATE (declined_by, decline_code, decline_sealed) ON proposal TO attune_app;

-- How it goes, asked early: a question for each care that began with a proposal. It opens with the first session that took place and is due
-- after the third, or two weeks after the first, by this clock; whoever is unsure is asked again in two weeks.
CREATE TABLE early_check (
    id           uuid PRIMARY KEY,
    client_id    uuid NOT NULL REFERENCES client (id),
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    referral_id  uuid NOT NULL REFERENCES referral (id),
    since        timestamptz NOT NULL DEFAULT now(),
    asked_at     timestamptz,
    answer       text CONSTRAINT early_check_answer_known CHECK (answer IN ('going_well', 'unsure', 'change')),
    note         bytea CONSTRAINT early_check_note_length CHECK (octet_length(note) BETWEEN 32 AND 8029),
    answered_by  uuid,
    answered_as  text,
    answered_at  timestamptz,
    CONSTRAINT early_check_once UNIQUE (referral_id, therapist_id),
    CONSTRAINT early_check_answer_whole
        CHECK (num_nonnulls(answer, answered_by, answered_as, answered_at) IN (0, 4) AND (answer IS NOT NULL OR note IS NULL))
);
CREATE INDEX early_check_open ON early_check (since, id) WHERE answer IS NULL OR answer = 'unsure';
CREATE INDEX early_check_client ON early_check (client_id);
ALTER TABLE early_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE early_check FORCE ROW LEVEL SECURITY;
CREATE POLICY early_check_staff ON early_check
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
-- A therapist answers for what she sees; what the client said to somebody else is not hers to read.
CREATE POLICY early_check_cared_for ON early_check
    FOR SELECT USING ((SELECT actor_role()) = 'therapist' AND cares_for(client_id)
                      AND (answered_by IS NULL OR answered_by = (SELECT actor_id())));
CREATE POLICY early_check_answered ON early_check FOR UPDATE
    USING ((SELECT actor_role()) = 'therapist' AND cares_for(client_id) AND (answered_by IS NULL OR answered_by = (SELECT actor_id())))
    WITH CHECK ((SELECT actor_role()) = 'therapist' AND cares_for(client_id) AND (answered_by IS NULL OR answered_by = (SELECT actor_id())));
CREATE POLICY early_check_destroyed_by_owner ON early_check TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (asked_at, answer, note, answered_by, answered_as, answered_at) ON early_check TO attune_app;

-- Somebody would rather see another therapist: the referral is open again, and this therapist is not offered for it. stays: her care goes on
-- until the next one begins. Nothing of it is hers to read.
CREATE TABLE rematch (
    id           uuid PRIMARY KEY,
    referral_id  uuid NOT NULL REFERENCES referral (id),
    client_id    uuid NOT NULL REFERENCES client (id),
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    stays        boolean NOT NULL,
    reason       bytea CONSTRAINT rematch_reason_length CHECK (octet_length(reason) BETWEEN 32 AND 8029),
    ended_at     timestamptz,
    decided_by   uuid NOT NULL,
    decided_as   text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT rematch_ends CHECK (stays OR ended_at IS NOT NULL)
);
CREATE INDEX rematch_referral ON rematch (referral_id);
CREATE INDEX rematch_client ON rematch (client_id);
CREATE UNIQUE INDEX rematch_one_open ON rematch (referral_id) WHERE ended_at IS NULL;
ALTER TABLE rematch ENABLE ROW LEVEL SECURITY;
ALTER TABLE rematch FORCE ROW LEVEL SECURITY;
CREATE POLICY rematch_staff ON rematch
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY rematch_destroyed_by_owner ON rematch TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (ended_at) ON rematch TO attune_app;

-- Other services, for when nobody here fits. About nobody in particular.
CREATE TABLE external_service (
    id         uuid PRIMARY KEY,
    name       text NOT NULL CONSTRAINT external_service_name_length CHECK (char_length(name) BETWEEN 1 AND 200)
               CONSTRAINT external_service_name_unique UNIQUE,
    kind       text NOT NULL CONSTRAINT external_service_kind_known
               CHECK (kind IN ('counselling', 'medical', 'crisis', 'peer', 'housing', 'legal', 'other')),
    contact    text NOT NULL CONSTRAINT external_service_contact_length CHECK (char_length(contact) BETWEEN 1 AND 500),
    region     text NOT NULL CONSTRAINT external_service_region_length CHECK (char_length(region) BETWEEN 1 AND 100),
    concepts   text[] NOT NULL DEFAULT '{}',
    languages  text[] NOT NULL DEFAULT '{en}',
    funding    text[] NOT NULL DEFAULT '{}',
    -- When somebody last made sure that it is there and takes people.
    checked_on date NOT NULL,
    status     text NOT NULL DEFAULT 'active' CONSTRAINT external_service_status_known CHECK (status IN ('active', 'retired')),
    version    int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER external_service_version BEFORE UPDATE ON external_service FOR EACH ROW EXECUTE FUNCTION bump_version();
ALTER TABLE external_service ENABLE ROW LEVEL SECURITY;
ALTER TABLE external_service FORCE ROW LEVEL SECURITY;
CREATE POLICY external_service_read ON external_service FOR SELECT
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'therapist', 'operator'));
CREATE POLICY external_service_edited ON external_service
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
GRANT SELECT, INSERT, UPDATE (kind, contact, region, concepts, languages, funding, checked_on, status) ON external_service TO attune_app;

-- A referral to somebody outside: what they are told, word for word, on which consent, and what they said.
CREATE TABLE referral_out (
    id          uuid PRIMARY KEY,
    referral_id uuid NOT NULL REFERENCES referral (id),
    client_id   uuid NOT NULL REFERENCES client (id),
    service_id  uuid NOT NULL REFERENCES external_service (id),
    consent_id  uuid NOT NULL REFERENCES consent (id),
    -- Chosen one by one.
    fields      text[] NOT NULL CONSTRAINT referral_out_fields_known CHECK (cardinality(fields) > 0 AND fields <@
                    '{reference,name,preferred_name,pronouns,birth_date,language,region,contact,concerns,needs,urgency,funding,narrative}'::text[]),
    packet      bytea NOT NULL CONSTRAINT referral_out_packet_length CHECK (octet_length(packet) BETWEEN 32 AND 80029),
    status      text NOT NULL DEFAULT 'prepared' CONSTRAINT referral_out_status_known
                CHECK (status IN ('prepared', 'sent', 'accepted', 'declined', 'no_answer', 'closed')),
    how         text CONSTRAINT referral_out_how_known CHECK (how IN ('printed', 'post', 'fax', 'phone', 'handed', 'portal')),
    check_on    date,
    sent_at     timestamptz,
    decided_by  uuid NOT NULL,
    decided_as  text NOT NULL,
    version     int NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT referral_out_sent_whole CHECK (num_nonnulls(how, check_on, sent_at) IN (0, 3)),
    CONSTRAINT referral_out_sent CHECK (status IN ('prepared', 'closed') OR sent_at IS NOT NULL)
);
CREATE TRIGGER referral_out_version BEFORE UPDATE ON referral_out FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE UNIQUE INDEX referral_out_once ON referral_out (referral_id, service_id) WHERE status IN ('prepared', 'sent', 'no_answer');
CREATE INDEX referral_out_open ON referral_out (created_at, id) WHERE status <> 'closed';
CREATE INDEX referral_out_client ON referral_out (client_id);
CREATE INDEX referral_out_consent ON referral_out (consent_id);
-- Nothing leaves without a consent that holds at that moment, whoever writes it.
CREATE FUNCTION referral_out_consented() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF NEW.status IN ('prepared', 'sent') AND NOT EXISTS (
            SELECT FROM consent c WHERE c.id = NEW.consent_id AND c.client_id = NEW.client_id AND c.kind = 'sharing' AND c.given_at <= now()
               AND c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > now())) THEN
            RAISE EXCEPTION 'no consent' USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_out_consented', TABLE = 'referral_out';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER referral_out_consented BEFORE INSERT OR UPDATE OF status ON referral_out FOR EACH ROW EXECUTE FUNCTION referral_out_consented();
ALTER TABLE referral_out ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_out FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_out_staff ON referral_out
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY referral_out_destroyed_by_owner ON referral_out TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (status, how, check_on, sent_at) ON referral_out TO attune_app;

-- How a referral ended, each time that it did: a re-match opens it again, and it ends once more.
CREATE TABLE referral_ending (
    id           uuid PRIMARY KEY,
    referral_id  uuid NOT NULL REFERENCES referral (id),
    client_id    uuid NOT NULL REFERENCES client (id),
    outcome      text NOT NULL CONSTRAINT referral_ending_outcome_known CHECK (outcome IN (
                     'began_care', 'rematched', 'referred_on', 'declined_by_client', 'no_contact', 'no_place', 'withdrawn', 'other')),
    therapist_id uuid REFERENCES therapist (id),
    ended_at     timestamptz NOT NULL DEFAULT now(),
    decided_by   uuid NOT NULL,
    decided_as   text NOT NULL,
    CONSTRAINT referral_ending_therapist_named CHECK ((therapist_id IS NOT NULL) = (outcome IN ('began_care', 'rematched')))
);
CREATE INDEX referral_ending_referral ON referral_ending (referral_id, ended_at);
CREATE INDEX referral_ending_when ON referral_ending (ended_at) INCLUDE (outcome);
CREATE INDEX referral_ending_client ON referral_ending (client_id);
CREATE TRIGGER referral_ending_immutable BEFORE UPDATE ON referral_ending FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE referral_ending ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_ending FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_ending_read ON referral_ending FOR SELECT USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY referral_ending_added ON referral_ending FOR INSERT
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator') AND decided_by = (SELECT actor_id())
                AND decided_as = (SELECT actor_role()));
CREATE POLICY referral_ending_destroyed_by_owner ON referral_ending TO attune_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON referral_ending TO attune_app;
-- What a report over a span of time reads.
CREATE INDEX referral_received ON referral (received_at);
CREATE INDEX proposal_created ON proposal (created_at);

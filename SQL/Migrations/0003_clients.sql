-- The people we serve. That somebody is a client at all can endanger them: every policy here starts from "nobody".

CREATE SEQUENCE client_reference AS int START 1001;
CREATE TABLE client (
    id             uuid PRIMARY KEY,
    reference      text NOT NULL DEFAULT 'C-' || nextval('client_reference') CONSTRAINT client_reference_unique UNIQUE,
    source_key     text CONSTRAINT client_source_key_unique UNIQUE,
    full_name      text NOT NULL CONSTRAINT client_name_length CHECK (char_length(full_name) BETWEEN 1 AND 200),
    preferred_name text,
    pronouns       text,
    birth_date     date,
    kind           text NOT NULL DEFAULT 'adult' CONSTRAINT client_kind_known
                   CHECK (kind IN ('child', 'youth', 'adult', 'older_adult', 'couple', 'family', 'group')),
    language       text NOT NULL DEFAULT 'en',
    jurisdiction   text NOT NULL DEFAULT 'CA-BC' CONSTRAINT client_jurisdiction_form CHECK (jurisdiction ~ '^[A-Z]{2}-[A-Z]{2}$'),
    zone           text NOT NULL DEFAULT 'America/Vancouver',
    status         text NOT NULL DEFAULT 'active' CONSTRAINT client_status_known CHECK (status IN ('active', 'former')),
    version        int NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER client_version BEFORE UPDATE ON client FOR EACH ROW EXECUTE FUNCTION bump_version();

-- Which therapist may see which client, from when to when. `proposed` lasts as long as a proposal; cover and supervision are dated.
CREATE TABLE care_relationship (
    id           uuid PRIMARY KEY,
    client_id    uuid NOT NULL REFERENCES client (id),
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    kind         text NOT NULL CONSTRAINT care_relationship_kind_known CHECK (kind IN ('primary', 'proposed', 'cover', 'supervision')),
    during       tstzrange NOT NULL CONSTRAINT care_relationship_during_not_empty CHECK (NOT isempty(during)),
    CONSTRAINT care_relationship_once EXCLUDE USING gist (client_id WITH =, therapist_id WITH =, kind WITH =, during WITH &&)
);
CREATE INDEX care_relationship_therapist ON care_relationship (therapist_id);

-- A place in a caseload: held while a proposal is open, taken once it is accepted. place counts from 1 up to the therapist's capacity.
CREATE TABLE caseload_place (
    id           uuid PRIMARY KEY,
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    place        int NOT NULL CONSTRAINT caseload_place_positive CHECK (place >= 1),
    client_id    uuid NOT NULL REFERENCES client (id),
    intense      boolean NOT NULL DEFAULT false,
    status       text NOT NULL CONSTRAINT caseload_place_status_known CHECK (status IN ('held', 'taken', 'released')),
    held_until   timestamptz,
    CONSTRAINT caseload_place_hold_ends CHECK ((status = 'held') = (held_until IS NOT NULL))
);
CREATE UNIQUE INDEX caseload_place_once ON caseload_place (therapist_id, place) WHERE status IN ('held', 'taken');
CREATE UNIQUE INDEX caseload_place_client_once ON caseload_place (therapist_id, client_id) WHERE status IN ('held', 'taken');

-- No place beyond the capacity, whoever writes it: the therapist's row is locked first, so two writers take turns.
CREATE FUNCTION caseload_within_capacity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    DECLARE allowed therapist%ROWTYPE;
    BEGIN
        SELECT * INTO allowed FROM therapist WHERE id = NEW.therapist_id FOR NO KEY UPDATE;
        IF NEW.status <> 'released' AND (NEW.place > allowed.capacity OR (NEW.intense AND allowed.intense_capacity <= (
                SELECT count(*) FROM caseload_place
                 WHERE therapist_id = NEW.therapist_id AND intense AND status IN ('held', 'taken') AND id <> NEW.id))) THEN
            RAISE EXCEPTION 'caseload is full' USING ERRCODE = 'check_violation', CONSTRAINT = 'caseload_place_within_capacity',
                TABLE = 'caseload_place';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER caseload_place_within_capacity BEFORE INSERT OR UPDATE OF place, intense, status ON caseload_place
    FOR EACH ROW EXECUTE FUNCTION caseload_within_capacity();
CREATE POLICY therapist_locked_by_owner ON therapist FOR ALL TO attune_owner USING (true) WITH CHECK (true);
CREATE POLICY caseload_place_counted_by_owner ON caseload_place FOR SELECT TO attune_owner USING (true);

CREATE FUNCTION cares_for(client uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT EXISTS (SELECT FROM care_relationship c WHERE c.client_id = client AND c.therapist_id = actor_therapist()
                            AND c.during @> now()) $$;

-- A way to reach a client, and what is safe about it. Everything defaults to "do not".
CREATE TABLE contact_point (
    id             uuid PRIMARY KEY,
    client_id      uuid NOT NULL REFERENCES client (id),
    channel        text NOT NULL CONSTRAINT contact_point_channel_known CHECK (channel IN ('email', 'sms', 'phone')),
    value          text NOT NULL CONSTRAINT contact_point_value_length CHECK (char_length(value) BETWEEN 3 AND 320),
    may_write      boolean NOT NULL DEFAULT false,
    may_call       boolean NOT NULL DEFAULT false,
    may_voicemail  boolean NOT NULL DEFAULT false,
    safe_from      time,
    safe_until     time,
    sender_label   text,
    wording        text NOT NULL DEFAULT 'neutral' CONSTRAINT contact_point_wording_known CHECK (wording IN ('neutral', 'clinic_named')),
    confirmed_at   timestamptz,
    recheck_due    timestamptz,
    retired_at     timestamptz,
    CONSTRAINT contact_point_hours_whole CHECK ((safe_from IS NULL) = (safe_until IS NULL) AND safe_from <> safe_until)
);
CREATE INDEX contact_point_client ON contact_point (client_id);

CREATE TABLE consent (
    id         uuid PRIMARY KEY,
    client_id  uuid NOT NULL REFERENCES client (id),
    kind       text NOT NULL CONSTRAINT consent_kind_known CHECK (kind IN ('treatment', 'matching', 'messages', 'sharing')),
    basis      text NOT NULL CONSTRAINT consent_basis_known CHECK (basis IN ('written', 'verbal', 'form', 'guardian')),
    given_at   timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX consent_once ON consent (client_id, kind) WHERE revoked_at IS NULL;

-- Two clients who must never meet: never the same therapist, never adjoining hours at one site. Symmetric, dated; nobody is told why.
CREATE TABLE kept_apart (
    id         uuid PRIMARY KEY,
    one_id     uuid NOT NULL REFERENCES client (id),
    other_id   uuid NOT NULL REFERENCES client (id),
    kind       text NOT NULL CONSTRAINT kept_apart_kind_known
               CHECK (kind IN ('former_partner', 'partner', 'family', 'household', 'alleged_harm', 'litigation', 'other')),
    reason     text,
    during     tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    CONSTRAINT kept_apart_ordered CHECK (one_id < other_id),
    CONSTRAINT kept_apart_once EXCLUDE USING gist (one_id WITH =, other_id WITH =, during WITH &&)
);
CREATE INDEX kept_apart_other ON kept_apart (other_id);
ALTER TABLE kept_apart ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_apart FORCE ROW LEVEL SECURITY;
CREATE POLICY kept_apart_guarded ON kept_apart
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'));
CREATE POLICY kept_apart_checked_by_owner ON kept_apart FOR SELECT TO attune_owner USING (true);
GRANT SELECT, INSERT, UPDATE ON kept_apart TO attune_app;

ALTER TABLE client ENABLE ROW LEVEL SECURITY;
ALTER TABLE client FORCE ROW LEVEL SECURITY;
CREATE POLICY client_staff ON client FOR SELECT
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator', 'worker'));
-- Written out, where a list is read: PostgreSQL then collects the clients in her care once, instead of asking cares_for of each that there is.
CREATE POLICY client_cared_for ON client FOR SELECT USING ((SELECT actor_role()) = 'therapist' AND EXISTS (
    SELECT FROM care_relationship c WHERE c.client_id = client.id AND c.therapist_id = (SELECT actor_therapist()) AND c.during @> now()));
CREATE POLICY client_self ON client FOR SELECT USING ((SELECT actor_role()) = 'client' AND id = (SELECT actor_id()));
CREATE POLICY client_added ON client FOR INSERT WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator'));
CREATE POLICY client_edited ON client FOR UPDATE
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator'))
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator'));
GRANT SELECT, INSERT, UPDATE ON client TO attune_app;
GRANT USAGE ON SEQUENCE client_reference TO attune_app;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['contact_point', 'consent'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR SELECT
            USING ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator', 'worker')
                   OR ((SELECT actor_role()) = 'therapist' AND cares_for(client_id)))$p$, name || '_read', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR INSERT
            WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator'))$p$, name || '_added', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR UPDATE
            USING ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator'))
            WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator'))$p$, name || '_edited', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO attune_app', name);
    END LOOP;

    FOREACH name IN ARRAY ARRAY['care_relationship', 'caseload_place'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR SELECT
            USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator', 'worker')
                   OR therapist_id = (SELECT actor_therapist()))$p$, name || '_read', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR INSERT
            WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator'))$p$, name || '_added', name);
        EXECUTE format($p$CREATE POLICY %I ON %I FOR UPDATE
            USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator', 'worker'))
            WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'operator', 'worker'))$p$, name || '_edited', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO attune_app', name);
    END LOOP;
END $$;
-- A therapist never gives herself a client: all she may do is end what was proposed to her, and give its place back.
CREATE POLICY care_relationship_declined ON care_relationship FOR UPDATE
    USING (therapist_id = (SELECT actor_therapist()) AND kind = 'proposed')
    WITH CHECK (therapist_id = (SELECT actor_therapist()) AND kind = 'proposed' AND upper(during) <= now() + interval '1 second');
CREATE POLICY caseload_place_given_back ON caseload_place FOR UPDATE
    USING (therapist_id = (SELECT actor_therapist()) AND status = 'held')
    WITH CHECK (therapist_id = (SELECT actor_therapist()) AND status = 'released');
-- Whose client, and whose therapist, is never rewritten.
GRANT UPDATE (kind, during) ON care_relationship TO attune_app;
GRANT UPDATE (status, held_until, intense) ON caseload_place TO attune_app;

-- Whether the actor may plan for this client at all. For functions that run as their owner: theirs would be the rights otherwise.
CREATE FUNCTION plans_for(client uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(actor_role() IN ('lead', 'intake', 'front_desk', 'operator', 'worker')
                          OR (actor_role() = 'therapist' AND cares_for(client)), false) $$;

-- The therapists whom this client cannot have, because somebody is kept apart from them. A boolean's worth of knowledge: no client,
-- no reason. A therapist asking about her client learns nothing that a full caseload would not tell her; about anybody else's, nothing.
CREATE FUNCTION therapists_kept_apart(client uuid) RETURNS SETOF uuid
    -- plpgsql keeps its plan; an SQL function that runs as its owner is planned anew at each call.
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF NOT plans_for(client) THEN RETURN; END IF;
        RETURN QUERY
          SELECT DISTINCT c.therapist_id
            FROM kept_apart k
            JOIN care_relationship c ON c.client_id = CASE WHEN k.one_id = client THEN k.other_id ELSE k.one_id END
           WHERE client IN (k.one_id, k.other_id) AND k.during @> now()
             -- Former clients count for five years; a proposal or a cover counts while it lasts.
             AND coalesce(upper(c.during), 'infinity')
                 > CASE c.kind WHEN 'primary' THEN now() - interval '5 years' ELSE now() END;
    END $$;
REVOKE ALL ON FUNCTION therapists_kept_apart(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION therapists_kept_apart(uuid) TO attune_app;
CREATE POLICY care_relationship_checked_by_owner ON care_relationship FOR SELECT TO attune_owner USING (true);

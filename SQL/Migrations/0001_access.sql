-- Who acts, what they may do, what they did.
--
-- Row-level security reads the actor from three settings that live as long as one transaction: attune.role, attune.actor and
-- attune.therapist. After a transaction a local setting reads as an empty string, so each is wrapped in nullif: a connection
-- without an actor sees nothing. Policies write (SELECT actor_role()) so that the planner asks once a statement, not once a row.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
-- The schema is the clinic's, chosen by the connection; its name is not ours to know.
DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO attune_app, attune_readonly', current_schema()); END $$;

CREATE FUNCTION actor_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('attune.role', true), '') $$;

CREATE FUNCTION actor_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('attune.actor', true), '')::uuid $$;

-- The therapist that the actor is, if any.
CREATE FUNCTION actor_therapist() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('attune.therapist', true), '')::uuid $$;

-- Sets the actor for the rest of this transaction. Only the application decides who that is: see sign_in for people.
CREATE FUNCTION act_as(role text, actor uuid, therapist uuid) RETURNS void LANGUAGE sql VOLATILE
    AS $$ SELECT set_config('attune.role', role, true), set_config('attune.actor', actor::text, true),
                 set_config('attune.therapist', coalesce(therapist::text, ''), true); $$;

-- Every table that a person edits counts its versions; the API's ETag is this number.
CREATE FUNCTION bump_version() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN NEW.version := OLD.version + 1; NEW.updated_at := now(); RETURN NEW; END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_immutable', TABLE = TG_TABLE_NAME;
    END $$;

-- A bearer token: only its SHA-256 is kept. subject_id is the staff member, integration or operator it stands for.
CREATE TABLE access_token (
    id           uuid PRIMARY KEY,
    token_hash   bytea NOT NULL CONSTRAINT access_token_hash_unique UNIQUE CONSTRAINT access_token_hash_length CHECK (octet_length(token_hash) = 32),
    role         text NOT NULL CONSTRAINT access_token_role_known
                 CHECK (role IN ('lead', 'intake', 'front_desk', 'therapist', 'integration', 'operator')),
    subject_id   uuid NOT NULL,
    therapist_id uuid,
    label        text NOT NULL CONSTRAINT access_token_label_length CHECK (char_length(label) BETWEEN 1 AND 120),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    CONSTRAINT access_token_therapist_named CHECK ((role = 'therapist') = (therapist_id IS NOT NULL))
);
CREATE INDEX access_token_subject ON access_token (subject_id);
ALTER TABLE access_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_token FORCE ROW LEVEL SECURITY;
CREATE POLICY access_token_managed ON access_token
    USING ((SELECT actor_role()) IN ('lead', 'operator')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator'));
-- sign_in runs as the owner, whom FORCE would stop as well.
CREATE POLICY access_token_sign_in ON access_token FOR SELECT TO attune_owner USING (true);
GRANT SELECT, INSERT, UPDATE ON access_token TO attune_app;

-- Sets the actor from a token's hash for the rest of this transaction; no row when the token is unknown, expired or revoked.
-- It travels in the same flight as the first statement of a request, so a revoked token fails on the very next one.
CREATE FUNCTION sign_in(hash bytea) RETURNS TABLE (role text, subject_id uuid, therapist_id uuid, label text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    DECLARE shown access_token%ROWTYPE;
    BEGIN
        SELECT * INTO shown FROM access_token t
         WHERE t.token_hash = hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now());
        IF NOT FOUND THEN RETURN; END IF;
        PERFORM set_config('attune.role', shown.role, true), set_config('attune.actor', shown.subject_id::text, true),
                set_config('attune.therapist', coalesce(shown.therapist_id::text, ''), true);
        role := shown.role; subject_id := shown.subject_id; therapist_id := shown.therapist_id; label := shown.label;
        RETURN NEXT;
    END $$;
REVOKE ALL ON FUNCTION sign_in(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sign_in(bytea) TO attune_app;

-- What happened, in the same transaction as its effect. Codes and ids only: no names, no clinical words.
CREATE TABLE audit (
    id         uuid PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    role       text NOT NULL,
    actor_id   uuid NOT NULL,
    request_id uuid NOT NULL,
    door       text NOT NULL,
    action     text NOT NULL,
    subject_id uuid,
    client_id  uuid,
    details    jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_client ON audit (client_id, at) WHERE client_id IS NOT NULL;
CREATE INDEX audit_actor ON audit (actor_id, at);
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
-- An actor writes rows about herself only; nobody changes or removes one.
CREATE POLICY audit_written ON audit FOR INSERT
    WITH CHECK (role = (SELECT actor_role()) AND actor_id = (SELECT actor_id()));
CREATE POLICY audit_read ON audit FOR SELECT USING ((SELECT actor_role()) IN ('lead', 'operator'));
CREATE TRIGGER audit_immutable BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit TO attune_app;

-- The answer to a request that creates something, kept with its effect, so that a retry gets the same bytes.
CREATE TABLE idempotency (
    actor_id     uuid NOT NULL,
    key          text NOT NULL CONSTRAINT idempotency_key_length CHECK (char_length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL,
    status       int NOT NULL,
    headers      jsonb NOT NULL DEFAULT '{}',
    body         bytea NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_unique PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_own ON idempotency
    USING (actor_id = (SELECT actor_id()) OR (SELECT actor_role()) = 'worker') WITH CHECK (actor_id = (SELECT actor_id()));
GRANT SELECT, INSERT, DELETE ON idempotency TO attune_app;

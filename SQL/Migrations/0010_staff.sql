-- Staff who sign in: their accounts, passwords and second factors, their sessions, and who has tried too often.
--
-- What opens an account lies apart from what describes it: staff_secret, recovery codes and invitations are readable by the sign-in door
-- (role worker) and by their owner alone.

CREATE TABLE staff (
    id           uuid PRIMARY KEY,
    email        text NOT NULL CONSTRAINT staff_email_unique UNIQUE
                 CONSTRAINT staff_email_form CHECK (email = lower(email) AND char_length(email) BETWEEN 3 AND 254
                                                    AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    display_name text NOT NULL CONSTRAINT staff_name_length CHECK (char_length(display_name) BETWEEN 1 AND 120),
    role         text NOT NULL CONSTRAINT staff_role_known CHECK (role IN ('lead', 'intake', 'front_desk', 'therapist')),
    therapist_id uuid CONSTRAINT staff_therapist_known REFERENCES therapist (id),
    status       text NOT NULL DEFAULT 'invited' CONSTRAINT staff_status_known CHECK (status IN ('invited', 'active', 'disabled')),
    version      int NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT staff_therapist_named CHECK ((role = 'therapist') = (therapist_id IS NOT NULL))
);
CREATE INDEX staff_therapist ON staff (therapist_id) WHERE therapist_id IS NOT NULL;
CREATE TRIGGER staff_version BEFORE UPDATE ON staff FOR EACH ROW EXECUTE FUNCTION bump_version();
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff FORCE ROW LEVEL SECURITY;
CREATE POLICY staff_seen ON staff FOR SELECT
    USING ((SELECT actor_role()) IN ('lead', 'operator', 'worker') OR id = (SELECT actor_id()));
CREATE POLICY staff_added ON staff FOR INSERT WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator'));
-- The door makes an invited account active, once its invitation was used.
CREATE POLICY staff_changed ON staff FOR UPDATE USING ((SELECT actor_role()) IN ('lead', 'operator', 'worker'));
CREATE POLICY staff_owner ON staff TO attune_owner USING (true);
GRANT SELECT, INSERT, UPDATE ON staff TO attune_app;

-- The password's hash (Argon2id of an HMAC under a pepper that the database never sees) and the TOTP secret (sealed with a key that the
-- database never sees). totp_step: the last 30 seconds whose code was accepted, so that none is accepted twice.
CREATE TABLE staff_secret (
    staff_id      uuid PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    password_hash text NOT NULL,
    totp_secret   bytea NOT NULL,
    totp_step     bigint NOT NULL DEFAULT 0,
    -- A new secret that its owner has not confirmed with a code yet.
    pending_totp  bytea,
    updated_at    timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE staff_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_secret FORCE ROW LEVEL SECURITY;
CREATE POLICY staff_secret_own ON staff_secret
    USING ((SELECT actor_role()) = 'worker' OR staff_id = (SELECT actor_id()));
CREATE POLICY staff_secret_owner ON staff_secret TO attune_owner USING (true);
GRANT SELECT, INSERT, UPDATE ON staff_secret TO attune_app;

-- Ten of them; each is deleted as it is used.
CREATE TABLE staff_recovery_code (
    staff_id  uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL CONSTRAINT staff_recovery_code_length CHECK (octet_length(code_hash) = 32),
    PRIMARY KEY (staff_id, code_hash)
);
ALTER TABLE staff_recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_recovery_code FORCE ROW LEVEL SECURITY;
CREATE POLICY staff_recovery_code_own ON staff_recovery_code
    USING ((SELECT actor_role()) = 'worker' OR staff_id = (SELECT actor_id()));
CREATE POLICY staff_recovery_code_owner ON staff_recovery_code TO attune_owner USING (true);
GRANT SELECT, INSERT, DELETE ON staff_recovery_code TO attune_app;

-- A one-use link to set a password and a second factor: an account's first, or after a reset. What was chosen waits here until a code
-- confirms it.
CREATE TABLE staff_invitation (
    id            uuid PRIMARY KEY,
    staff_id      uuid NOT NULL CONSTRAINT staff_invitation_one UNIQUE REFERENCES staff (id) ON DELETE CASCADE,
    token_hash    bytea NOT NULL CONSTRAINT staff_invitation_hash_unique UNIQUE
                  CONSTRAINT staff_invitation_hash_length CHECK (octet_length(token_hash) = 32),
    password_hash text,
    totp_secret   bytea,
    tries_left    int NOT NULL DEFAULT 20,
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL
);
ALTER TABLE staff_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY staff_invitation_made ON staff_invitation USING ((SELECT actor_role()) IN ('lead', 'operator', 'worker'));
CREATE POLICY staff_invitation_owner ON staff_invitation TO attune_owner USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_invitation TO attune_app;

-- A session is there or it is not: ending one deletes its row, and the audit remembers it.
CREATE TABLE staff_session (
    id           uuid PRIMARY KEY,
    staff_id     uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    token_hash   bytea NOT NULL CONSTRAINT staff_session_hash_unique UNIQUE
                 CONSTRAINT staff_session_hash_length CHECK (octet_length(token_hash) = 32),
    -- What it was opened with, in a code: api or browser.
    door         text NOT NULL CONSTRAINT staff_session_door_known CHECK (door IN ('api', 'browser')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL DEFAULT now() + interval '12 hours',
    -- When its owner last proved who they are, for what asks for more than a session.
    step_up_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX staff_session_staff ON staff_session (staff_id);
ALTER TABLE staff_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_session FORCE ROW LEVEL SECURITY;
CREATE POLICY staff_session_seen ON staff_session
    USING ((SELECT actor_role()) IN ('lead', 'operator', 'worker') OR staff_id = (SELECT actor_id()))
    WITH CHECK ((SELECT actor_role()) = 'worker' OR staff_id = (SELECT actor_id()));
CREATE POLICY staff_session_owner ON staff_session TO attune_owner USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_session TO attune_app;

-- A token may be held to some policies, and shows when it was last used (to the minute).
ALTER TABLE access_token ADD COLUMN scope text[] CONSTRAINT access_token_scope_length CHECK (cardinality(scope) BETWEEN 1 AND 100);
ALTER TABLE access_token ADD COLUMN last_used_at timestamptz;
CREATE POLICY access_token_touch ON access_token FOR UPDATE TO attune_owner USING (true);

-- Sets the actor from the hash of a bearer token or of a session's token for the rest of this transaction; no row when it is unknown,
-- expired, idle for too long or revoked. Reads only, since it also travels on connections that cannot write: is_due says that the use
-- should be written down (touch_sign_in), which is so once a minute.
DROP FUNCTION sign_in(bytea);
CREATE FUNCTION sign_in(hash bytea) RETURNS TABLE (
        role text, subject_id uuid, therapist_id uuid, label text, session_id uuid, is_fresh boolean, scope text[], is_due boolean)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        SELECT t.role, t.subject_id, t.therapist_id, t.label, NULL, false, t.scope,
               t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute'
          INTO role, subject_id, therapist_id, label, session_id, is_fresh, scope, is_due
          FROM access_token t
         WHERE t.token_hash = hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now());
        IF NOT FOUND THEN
            SELECT s.role, s.id, s.therapist_id, 'session', e.id, e.step_up_at > now() - interval '5 minutes', NULL,
                   e.last_used_at < now() - interval '1 minute'
              INTO role, subject_id, therapist_id, label, session_id, is_fresh, scope, is_due
              FROM staff_session e JOIN staff s ON s.id = e.staff_id
             WHERE e.token_hash = hash AND e.expires_at > now() AND e.last_used_at > now() - interval '30 minutes'
               AND s.status = 'active';
            IF NOT FOUND THEN RETURN; END IF;
        END IF;
        PERFORM set_config('attune.role', role, true), set_config('attune.actor', subject_id::text, true),
                set_config('attune.therapist', coalesce(therapist_id::text, ''), true);
        RETURN NEXT;
    END $$;
REVOKE ALL ON FUNCTION sign_in(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sign_in(bytea) TO attune_app;

-- Writes down that a token or a session is in use. A row that another request is writing is passed over: nobody waits for this.
CREATE FUNCTION touch_sign_in(hash bytea) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        UPDATE access_token SET last_used_at = now()
         WHERE id = (SELECT t.id FROM access_token t WHERE t.token_hash = hash
                        AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute') FOR UPDATE SKIP LOCKED);
        IF FOUND THEN RETURN; END IF;
        UPDATE staff_session SET last_used_at = now()
         WHERE id = (SELECT e.id FROM staff_session e WHERE e.token_hash = hash
                        AND e.last_used_at BETWEEN now() - interval '30 minutes' AND now() - interval '1 minute' FOR UPDATE SKIP LOCKED);
    END $$;
REVOKE ALL ON FUNCTION touch_sign_in(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION touch_sign_in(bytea) TO attune_app;

-- Tries to sign in, by account and by address. A key is an HMAC of either, so that this table names nobody.
CREATE TABLE sign_in_try (
    key     bytea PRIMARY KEY,
    tries   int NOT NULL DEFAULT 1,
    last_at timestamptz NOT NULL,
    free_at timestamptz NOT NULL
);
CREATE INDEX sign_in_try_last ON sign_in_try (last_at);
ALTER TABLE sign_in_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_try FORCE ROW LEVEL SECURITY;
CREATE POLICY sign_in_try_owner ON sign_in_try TO attune_owner USING (true);

-- Counts one try and answers 0, or the seconds to wait, in which case nothing was counted. So many are free; then each must wait longer
-- than the one before: 30 s, 1, 2, 4, 8, at most 15 minutes. An hour without a try forgets everything, so nothing is locked for good.
-- clock_timestamp: whoever waited for the row sees the time at which they got it.
CREATE FUNCTION count_sign_in_try(tried bytea, free int) RETURNS int
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    DECLARE known sign_in_try%ROWTYPE; moment timestamptz; number int;
    BEGIN
        INSERT INTO sign_in_try (key, tries, last_at, free_at) VALUES (tried, 0, clock_timestamp(), clock_timestamp())
            ON CONFLICT (key) DO NOTHING;
        SELECT * INTO known FROM sign_in_try WHERE key = tried FOR UPDATE;
        moment := clock_timestamp();
        IF known.free_at > moment THEN RETURN ceil(extract(epoch FROM known.free_at - moment))::int; END IF;
        number := CASE WHEN known.last_at < moment - interval '1 hour' THEN 1 ELSE known.tries + 1 END;
        UPDATE sign_in_try
           SET tries = number, last_at = moment,
               free_at = CASE WHEN number < free THEN moment
                              ELSE moment + least(interval '15 minutes', interval '30 seconds' * power(2, least(number - free, 10))) END
         WHERE key = tried;
        RETURN 0;
    END $$;
REVOKE ALL ON FUNCTION count_sign_in_try(bytea, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_sign_in_try(bytea, int) TO attune_app;

-- After a success: the account's tries are forgotten, the address gets its one back. Old rows go as well.
CREATE FUNCTION forgive_sign_in_tries(account bytea, address bytea) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        -- The address first, as when they are counted.
        UPDATE sign_in_try SET tries = greatest(tries - 1, 0) WHERE key = address;
        DELETE FROM sign_in_try WHERE key = account;
        DELETE FROM sign_in_try WHERE key IN (
            SELECT t.key FROM sign_in_try t WHERE t.last_at < now() - interval '1 day' LIMIT 100 FOR UPDATE SKIP LOCKED);
    END $$;
REVOKE ALL ON FUNCTION forgive_sign_in_tries(bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forgive_sign_in_tries(bytea, bytea) TO attune_app;

-- An administrator's reset or the end of an account: whatever opened it opens nothing any more. Nobody chooses a password for somebody.
CREATE FUNCTION forget_staff_secrets(forgotten uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF actor_role() IS NULL OR actor_role() NOT IN ('lead', 'operator') THEN
            RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
        END IF;
        DELETE FROM staff_secret WHERE staff_id = forgotten;
        DELETE FROM staff_recovery_code WHERE staff_id = forgotten;
        DELETE FROM staff_invitation WHERE staff_id = forgotten;
        DELETE FROM staff_session WHERE staff_id = forgotten;
    END $$;
REVOKE ALL ON FUNCTION forget_staff_secrets(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_staff_secrets(uuid) TO attune_app;

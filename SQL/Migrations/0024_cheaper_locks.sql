-- What the locks cost each read, without a change to whom they let in.

-- PostgreSQL plans the body of an SQL function that it cannot inline anew in each statement that calls it, and keeps the plan of a PL/pgSQL
-- one: for a therapist these two cost more than all the rest of what she read. As in 0003 and 0011 otherwise.
CREATE OR REPLACE FUNCTION cares_for(client uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$ BEGIN
        RETURN EXISTS (SELECT FROM care_relationship c WHERE c.client_id = client AND c.therapist_id = actor_therapist()
                          AND c.during @> now());
    END $$;
CREATE OR REPLACE FUNCTION glass_broken(client uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$ BEGIN
        RETURN coalesce(actor_role() = 'lead' AND EXISTS (
            SELECT FROM break_glass b WHERE b.client_id = client AND b.actor_id = actor_id() AND b.during @> now()), false);
    END $$;

-- Which of a client's two keys each role may have, as a table. The office key: whoever may read the client's row; the clinical key: see 0013.
-- Spelled out per role, because a policy that asks for the client's row brings that table's policies, and the care relationships' behind it,
-- into each statement that opens a text: half of what reading a client's addresses cost. A test holds it against the client's own policies.
DROP POLICY client_key_read ON client_key;
DROP POLICY client_key_clinical ON client_key;
CREATE POLICY client_key_read ON client_key FOR SELECT
    USING (CASE (SELECT actor_role())
               WHEN 'intake' THEN true
               WHEN 'operator' THEN true
               WHEN 'therapist' THEN cares_for(client_id)
               WHEN 'client' THEN client_id = (SELECT actor_id())
               WHEN 'lead' THEN class = 'office' OR glass_broken(client_id)
               WHEN 'front_desk' THEN class = 'office'
               WHEN 'worker' THEN class = 'office'
               ELSE false
           END);

-- As in 0010, and besides whose files are open to them (open_files), asked in the owner's name: what the policy's lock goes by does not
-- pass the other lock's policies any more.
DROP FUNCTION sign_in(bytea);
CREATE FUNCTION sign_in(hash bytea) RETURNS TABLE (
        role text, subject_id uuid, therapist_id uuid, label text, session_id uuid, is_fresh boolean, scope text[], is_due boolean,
        clients uuid[], grants text[])
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    DECLARE setting text;
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
        -- Assignments, which PostgreSQL evaluates without a query each.
        setting := set_config('attune.role', role, true);
        setting := set_config('attune.actor', subject_id::text, true);
        setting := set_config('attune.therapist', coalesce(therapist_id::text, ''), true);
        clients := '{}'; grants := '{}';
        IF therapist_id IS NOT NULL OR role = 'lead' THEN
            SELECT files.clients, files.grants INTO clients, grants
              FROM open_files(therapist_id, CASE role WHEN 'lead' THEN subject_id END) AS files;
        END IF;
        RETURN NEXT;
    END $$;
REVOKE ALL ON FUNCTION sign_in(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sign_in(bytea) TO attune_app;

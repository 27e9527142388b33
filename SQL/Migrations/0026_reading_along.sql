-- A supervisor reads along with a colleague's care and changes nothing in it. Her grant opened the file for writing as well: she could give
-- a handout, make a link to it, take it back, write to the client and book them.
CREATE FUNCTION treats(client uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$ BEGIN
        RETURN EXISTS (SELECT FROM care_relationship c WHERE c.client_id = client AND c.therapist_id = actor_therapist()
                          AND c.during @> now() AND c.kind <> 'supervision');
    END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['handout', 'handout_link'] LOOP
        EXECUTE format($p$ALTER POLICY %1$I ON %2$I
            WITH CHECK ((SELECT actor_role()) = 'operator' OR ((SELECT actor_role()) = 'therapist' AND treats(client_id))
                   OR ((SELECT actor_role()) = 'lead' AND glass_broken(client_id)))$p$, name || '_staff', name);
    END LOOP;
END $$;
ALTER POLICY appointment_own ON appointment WITH CHECK (therapist_id = (SELECT actor_therapist()) AND treats(client_id));
ALTER POLICY message_cared_for ON message WITH CHECK ((SELECT actor_role()) = 'therapist' AND treats(client_id));
ALTER POLICY early_check_answered ON early_check
    USING ((SELECT actor_role()) = 'therapist' AND treats(client_id) AND (answered_by IS NULL OR answered_by = (SELECT actor_id())))
    WITH CHECK ((SELECT actor_role()) = 'therapist' AND treats(client_id) AND (answered_by IS NULL OR answered_by = (SELECT actor_id())));

-- Whoever is kept apart from a client keeps their therapist from that client: the one who cares for them, and, which 0003 left out, the one
-- who is to see them or has seen them without a care relationship on record. As in 0003 otherwise.
CREATE OR REPLACE FUNCTION therapists_kept_apart(client uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF NOT plans_for(client) THEN RETURN; END IF;
        RETURN QUERY
          SELECT c.therapist_id
            FROM kept_apart k
            JOIN care_relationship c ON c.client_id = CASE WHEN k.one_id = client THEN k.other_id ELSE k.one_id END
           WHERE client IN (k.one_id, k.other_id) AND k.during @> now()
             -- Former clients count for five years; a proposal or a cover counts while it lasts.
             AND coalesce(upper(c.during), 'infinity')
                 > CASE c.kind WHEN 'primary' THEN now() - interval '5 years' ELSE now() END
           UNION
          SELECT a.therapist_id
            FROM kept_apart k
            JOIN appointment a ON a.client_id = CASE WHEN k.one_id = client THEN k.other_id ELSE k.one_id END
           WHERE client IN (k.one_id, k.other_id) AND k.during @> now()
             AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND upper(a.during) > now() - interval '5 years'
             AND (a.hold_until IS NULL OR a.hold_until > now());
    END $$;

-- Whom a kept answer tells of, and what class of their facts: whoever asks again hears it only while they may see those clients, and is on
-- record for it. Those that are there already are known by their transaction, as in 0012.
ALTER TABLE idempotency
    ADD COLUMN clients uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN fields text CONSTRAINT idempotency_fields_known CHECK (fields IN ('identity', 'contact', 'clinical', 'schedule'));
UPDATE idempotency i
   SET fields = (SELECT min(a.fields) FROM audit a WHERE a.actor_id = i.actor_id AND a.at = i.created_at),
       clients = (SELECT coalesce(array_agg(DISTINCT c), '{}')
                    FROM audit a CROSS JOIN LATERAL unnest(coalesce(a.clients, ARRAY[a.client_id])) AS c
                   WHERE a.actor_id = i.actor_id AND a.at = i.created_at AND c IS NOT NULL);

-- Who may see whose file for a while: cover and supervision, granted with dates, and the lead's look in an emergency.

-- Both end by the database's clock, whether or not anybody remembers.
ALTER TABLE care_relationship ADD CONSTRAINT care_relationship_grant_dated
    CHECK (kind NOT IN ('cover', 'supervision') OR (NOT upper_inf(during) AND upper(during) <= lower(during) + interval '366 days'));
-- A grant that has not begun may be taken back without a trace but its audit rows; one that has begun is ended, and stays.
CREATE POLICY care_relationship_taken_back ON care_relationship FOR DELETE
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'operator') AND kind IN ('cover', 'supervision') AND lower(during) > now());
GRANT DELETE ON care_relationship TO attune_app;

-- Breaking the glass: the lead has no standing right to what clients say and read. She gives a reason, and for an hour one client's file
-- is open to her; the client's therapists see that it was, and somebody else reviews it.
CREATE TABLE break_glass (
    id          uuid PRIMARY KEY,
    client_id   uuid NOT NULL REFERENCES client (id),
    actor_id    uuid NOT NULL,
    reason      bytea NOT NULL CONSTRAINT break_glass_reason_length CHECK (octet_length(reason) BETWEEN 39 AND 4029),
    during      tstzrange NOT NULL DEFAULT tstzrange(now(), now() + interval '60 minutes')
                CONSTRAINT break_glass_one_hour CHECK (NOT isempty(during) AND upper(during) <= lower(during) + interval '60 minutes'),
    told_at     timestamptz,
    reviewed_at timestamptz,
    reviewed_by uuid,
    CONSTRAINT break_glass_review_whole CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL)),
    CONSTRAINT break_glass_reviewed_by_another CHECK (reviewed_by <> actor_id),
    CONSTRAINT break_glass_once EXCLUDE USING gist (client_id WITH =, actor_id WITH =, during WITH &&)
);
CREATE INDEX break_glass_client ON break_glass (client_id);
CREATE INDEX break_glass_untold ON break_glass (id) WHERE told_at IS NULL;
ALTER TABLE break_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE break_glass FORCE ROW LEVEL SECURITY;
CREATE POLICY break_glass_broken ON break_glass FOR INSERT
    WITH CHECK ((SELECT actor_role()) = 'lead' AND actor_id = (SELECT actor_id()) AND lower(during) = now());
CREATE POLICY break_glass_read ON break_glass FOR SELECT
    USING ((SELECT actor_role()) IN ('lead', 'operator', 'worker') OR ((SELECT actor_role()) = 'therapist' AND cares_for(client_id)));
-- Whoever broke it may only close it; whoever reviews it is somebody else (break_glass_reviewed_by_another).
CREATE POLICY break_glass_changed ON break_glass FOR UPDATE
    USING ((SELECT actor_role()) IN ('lead', 'operator', 'worker')) WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator', 'worker'));
GRANT SELECT, INSERT ON break_glass TO attune_app;
GRANT UPDATE (during, told_at, reviewed_at, reviewed_by) ON break_glass TO attune_app;

-- Only ever shorter: an opening is not prolonged, it is asked for again.
CREATE FUNCTION break_glass_only_shorter() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN
        IF lower(NEW.during) <> lower(OLD.during) OR upper(NEW.during) > upper(OLD.during) THEN
            RAISE EXCEPTION 'an opening only ends sooner' USING ERRCODE = 'check_violation', CONSTRAINT = 'break_glass_only_shorter',
                TABLE = 'break_glass';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER break_glass_only_shorter BEFORE UPDATE OF during ON break_glass FOR EACH ROW EXECUTE FUNCTION break_glass_only_shorter();

-- Whether the actor, a lead, has this client's file open now.
CREATE FUNCTION glass_broken(client uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(actor_role() = 'lead' AND EXISTS (
              SELECT FROM break_glass b WHERE b.client_id = client AND b.actor_id = actor_id() AND b.during @> now()), false) $$;

-- What a client was given to read says what they struggle with.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['handout', 'handout_link'] LOOP
        EXECUTE format('DROP POLICY %I ON %I', name || '_staff', name);
        EXECUTE format($p$CREATE POLICY %1$I ON %2$I
            USING ((SELECT actor_role()) = 'operator'
                   OR ((SELECT actor_role()) = 'therapist' AND EXISTS (
                       SELECT FROM care_relationship c WHERE c.client_id = %2$I.client_id
                          AND c.therapist_id = (SELECT actor_therapist()) AND c.during @> now()))
                   OR ((SELECT actor_role()) = 'lead' AND glass_broken(client_id)))
            WITH CHECK ((SELECT actor_role()) = 'operator' OR ((SELECT actor_role()) = 'therapist' AND cares_for(client_id))
                   OR ((SELECT actor_role()) = 'lead' AND glass_broken(client_id)))$p$,
            name || '_staff', name);
    END LOOP;
END $$;

-- Whoever withdraws an article must have its holders told, and is no more entitled to know who they are than before: their therapists are.
CREATE FUNCTION handout_holders(shown uuid) RETURNS TABLE (handout_id uuid, therapist_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    #variable_conflict use_column
    BEGIN
        IF coalesce(actor_role() NOT IN ('lead', 'operator'), true) THEN RETURN; END IF;
        RETURN QUERY SELECT h.id, h.therapist_id FROM handout h
                      WHERE h.version_id = shown AND h.status <> 'withdrawn' ORDER BY h.created_at, h.id;
    END $$;
REVOKE ALL ON FUNCTION handout_holders(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION handout_holders(uuid) TO attune_app;
CREATE INDEX handout_version ON handout (version_id) WHERE status <> 'withdrawn';

-- Whose files are open to somebody now, and through what: a therapist's care, the closest first, and what a lead has opened. For the
-- policy, which decides by it apart from row-level security.
CREATE FUNCTION open_files(therapist uuid, lead uuid, OUT clients uuid[], OUT grants text[]) LANGUAGE plpgsql STABLE
    AS $$
    BEGIN
        IF therapist IS NOT NULL THEN
            SELECT array_agg(c.client_id ORDER BY array_position('{primary,cover,supervision,proposed}', c.kind), c.client_id),
                   array_agg(c.kind ORDER BY array_position('{primary,cover,supervision,proposed}', c.kind), c.client_id)
              INTO clients, grants
              FROM care_relationship c WHERE c.therapist_id = therapist AND c.during @> now();
        ELSIF lead IS NOT NULL THEN
            SELECT array_agg(b.client_id), array_agg('break_glass'::text) INTO clients, grants
              FROM break_glass b WHERE b.actor_id = lead AND b.during @> now();
        END IF;
        clients := coalesce(clients, '{}'); grants := coalesce(grants, '{}');
    END $$;
CREATE INDEX break_glass_actor ON break_glass (actor_id, upper(during));

-- A row that names a client and something else of a client's names the same one twice: a message goes to its own client's address, a link
-- opens its own client's handout, a proposal holds its own client's hour. No door ever made another; now none can be made. As consent's in
-- 0020: the pair is known where it is pointed at, and pointed at whole.
ALTER TABLE contact_point ADD CONSTRAINT contact_point_of_client UNIQUE (id, client_id);
ALTER TABLE appointment ADD CONSTRAINT appointment_of_client UNIQUE (id, client_id);
ALTER TABLE caseload_place ADD CONSTRAINT caseload_place_of_client UNIQUE (id, client_id);
ALTER TABLE referral ADD CONSTRAINT referral_of_client UNIQUE (id, client_id);
ALTER TABLE proposal ADD CONSTRAINT proposal_of_client UNIQUE (id, client_id);
ALTER TABLE handout ADD CONSTRAINT handout_of_client UNIQUE (id, client_id);

DO $$
DECLARE tie record;
BEGIN
    FOR tie IN SELECT * FROM (VALUES
        ('message', 'contact_point_id', 'contact_point'),
        ('proposal', 'appointment_id', 'appointment'), ('proposal', 'place_id', 'caseload_place'), ('proposal', 'referral_id', 'referral'),
        ('handout_link', 'handout_id', 'handout'),
        ('match_input', 'referral_id', 'referral'), ('early_check', 'referral_id', 'referral'), ('rematch', 'referral_id', 'referral'),
        ('referral_out', 'referral_id', 'referral'), ('referral_out', 'consent_id', 'consent'),
        ('referral_ending', 'referral_id', 'referral'),
        ('allocation_line', 'referral_id', 'referral'), ('allocation_line', 'proposal_id', 'proposal'),
        ('allocation_edit', 'referral_id', 'referral')) AS t (child, field, parent)
    LOOP
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', tie.child, tie.child || '_' || tie.field || '_fkey');
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (%I, client_id) REFERENCES %I (id, client_id)',
                       tie.child, tie.child || '_' || tie.parent || '_own', tie.field, tie.parent);
    END LOOP;
END $$;

-- What the team has taken is asked in the owner's name, by whoever looks for an hour: its staff and its programs. A client looks for none.
-- Otherwise as in 0004, 0013, 0021 and 0023: PostgreSQL replaces a function whole, and whoever looks one up finds all of it in its latest place.
CREATE FUNCTION actor_is_of_team() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(actor_role() <> 'client', false) $$;

CREATE OR REPLACE FUNCTION release_overdue_holds(from_time timestamptz, until_time timestamptz) RETURNS TABLE (id uuid, client_id uuid)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT actor_is_of_team() THEN RETURN; END IF;
        RETURN QUERY
          UPDATE appointment a SET status = 'cancelled', hold_until = NULL
           WHERE a.id IN (SELECT h.id FROM appointment h
                           WHERE h.status IN ('proposed', 'pending') AND h.hold_until <= now()
                             AND h.during && tstzrange(from_time, until_time)
                           FOR UPDATE SKIP LOCKED)
       RETURNING a.id, a.client_id;
    END $$;

CREATE OR REPLACE FUNCTION busy_times(therapists uuid[], from_time timestamptz, until_time timestamptz)
    RETURNS TABLE (therapist_id uuid, during tstzrange, is_hold boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT actor_is_of_team() THEN RETURN; END IF;
        RETURN QUERY
          SELECT t.id, a.during, a.hold_until IS NOT NULL
            FROM unnest(therapists) AS t (id)
           CROSS JOIN LATERAL (
                 SELECT b.during, b.hold_until FROM appointment b
                  WHERE b.therapist_id = t.id AND b.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')
                    AND lower(b.during) >= from_time - interval '12 hours' AND lower(b.during) < until_time
                    AND upper(b.during) > from_time AND (b.hold_until IS NULL OR b.hold_until > now())
                  ORDER BY lower(b.during)) a;
    END $$;

CREATE OR REPLACE FUNCTION busy_calendars(therapists uuid[], from_time timestamptz, until_time timestamptz)
    RETURNS TABLE (therapist_id uuid, starts timestamptz[], ends timestamptz[], holds boolean[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT actor_is_of_team() THEN RETURN; END IF;
        RETURN QUERY
          SELECT t.id, a.starts, a.ends, a.holds
            FROM unnest(therapists) AS t (id)
           CROSS JOIN LATERAL (
                 SELECT array_agg(lower(b.during)) AS starts, array_agg(upper(b.during)) AS ends, array_agg(b.hold_until IS NOT NULL) AS holds
                   FROM appointment b
                  WHERE b.therapist_id = t.id AND b.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')
                    AND lower(b.during) >= from_time - interval '12 hours' AND lower(b.during) < until_time
                    AND upper(b.during) > from_time AND (b.hold_until IS NULL OR b.hold_until > now())) a
           WHERE a.starts IS NOT NULL;
    END $$;

CREATE OR REPLACE FUNCTION rooms_taken(from_time timestamptz, until_time timestamptz) RETURNS TABLE (room_id uuid, during tstzrange)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 100
    AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT actor_is_of_team() THEN RETURN; END IF;
        RETURN QUERY
          SELECT a.room_id, a.during FROM appointment a
           WHERE a.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND a.room_id IS NOT NULL
             AND lower(a.during) >= from_time - interval '12 hours' AND lower(a.during) < until_time AND upper(a.during) > from_time
             AND (a.hold_until IS NULL OR a.hold_until > now());
    END $$;

CREATE OR REPLACE FUNCTION team_changes(seen pg_snapshot, since timestamptz)
    RETURNS TABLE (therapist_id uuid, room_id uuid, during tstzrange, is_own boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 1
    AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT actor_is_of_team() THEN RETURN; END IF;
        RETURN QUERY
          SELECT c.therapist_id, c.room_id, c.during, false FROM team_change c
           WHERE c.xid >= pg_snapshot_xmin(seen) AND NOT pg_visible_in_snapshot(c.xid, seen)
          UNION ALL
          SELECT c.therapist_id, c.room_id, c.during, true FROM team_change c WHERE c.xid = pg_current_xact_id_if_assigned()
          UNION ALL
          SELECT a.therapist_id, a.room_id, CASE WHEN a.room_id IS NOT NULL THEN a.during END, false FROM appointment a
           WHERE a.status IN ('proposed', 'pending') AND a.hold_until > since AND a.hold_until <= now()
          UNION ALL
          SELECT p.therapist_id, NULL, NULL, false FROM caseload_place p
           WHERE p.status = 'held' AND p.held_until > since AND p.held_until <= now();
    END $$;

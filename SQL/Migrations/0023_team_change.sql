-- What changed about the team, so that a server that keeps it in mind (Referrals/Team) reads again whoever changed and nobody else: to rank
-- ten thousand therapists from their rows takes a second, to hear that none of them changed takes a millisecond.
--
-- A line is written by the transaction that makes the change, and seen when that commits: there is no moment at which a change is seen and
-- its line is not. Who is to be read again and which room was taken or freed, nothing about a client.
CREATE TABLE team_change (
    xid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    changed_at   timestamptz NOT NULL DEFAULT now(),
    -- Without a therapist and without a room: something that concerns everybody, such as the vocabulary.
    therapist_id uuid,
    room_id      uuid,
    during       tstzrange,
    CONSTRAINT team_change_room_has_time CHECK ((room_id IS NULL) = (during IS NULL))
);
CREATE INDEX team_change_xid ON team_change (xid);
ALTER TABLE team_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_change FORCE ROW LEVEL SECURITY;
-- Written by the triggers and read by the function below, which run as the owner.
CREATE POLICY team_change_by_owner ON team_change TO attune_owner USING (true) WITH CHECK (true);
-- Lines that nobody reads any more: who looked longer ago reads the whole team.
CREATE POLICY team_change_forgotten ON team_change USING ((SELECT actor_role()) = 'worker') WITH CHECK (false);
GRANT SELECT, DELETE ON team_change TO attune_app;

CREATE FUNCTION note_change_of_all() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        INSERT INTO team_change DEFAULT VALUES;
        RETURN NULL;
    END $$;
CREATE FUNCTION note_change_of_therapist() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN INSERT INTO team_change (therapist_id) VALUES (OLD.id); END IF;
        IF TG_OP = 'INSERT' THEN INSERT INTO team_change (therapist_id) VALUES (NEW.id); END IF;
        RETURN NULL;
    END $$;
CREATE FUNCTION note_change_for_therapist() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN INSERT INTO team_change (therapist_id) VALUES (OLD.therapist_id); END IF;
        IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.therapist_id <> OLD.therapist_id THEN
            INSERT INTO team_change (therapist_id) VALUES (NEW.therapist_id);
        END IF;
        RETURN NULL;
    END $$;
CREATE FUNCTION note_change_of_calendar() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            INSERT INTO team_change (therapist_id, room_id, during)
            VALUES (OLD.therapist_id, OLD.room_id, CASE WHEN OLD.room_id IS NOT NULL THEN OLD.during END);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO team_change (therapist_id, room_id, during)
            VALUES (NEW.therapist_id, NEW.room_id, CASE WHEN NEW.room_id IS NOT NULL THEN NEW.during END);
        END IF;
        RETURN NULL;
    END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['concept', 'site', 'room', 'service', 'matching_policy'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_all()',
                       name || '_noted', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['credential', 'specialty', 'weekly_hours', 'schedule_exception', 'caseload_place', 'proposal'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION note_change_for_therapist()',
                       name || '_noted', name);
    END LOOP;
END $$;
CREATE TRIGGER therapist_noted AFTER INSERT OR UPDATE OR DELETE ON therapist FOR EACH ROW EXECUTE FUNCTION note_change_of_therapist();
CREATE TRIGGER appointment_added_noted AFTER INSERT OR DELETE ON appointment FOR EACH ROW EXECUTE FUNCTION note_change_of_calendar();
-- Arrived, fulfilled and the like take nobody's time that was not taken.
CREATE TRIGGER appointment_noted AFTER UPDATE ON appointment FOR EACH ROW
    WHEN (OLD.therapist_id <> NEW.therapist_id OR OLD.during <> NEW.during OR OLD.room_id IS DISTINCT FROM NEW.room_id
          OR OLD.hold_until IS DISTINCT FROM NEW.hold_until
          OR OLD.status IN ('cancelled', 'noshow', 'entered-in-error') <> (NEW.status IN ('cancelled', 'noshow', 'entered-in-error')))
    EXECUTE FUNCTION note_change_of_calendar();

-- Places whose hold ends, in the order in which it does.
CREATE INDEX caseload_place_holds ON caseload_place (held_until) WHERE status = 'held';

-- What changed since somebody looked: what was committed after their snapshot, and the holds that the clock has ended since, which nobody
-- writes down at that moment; and what this very transaction has changed, which nobody else may be told yet. A row may come twice.
CREATE FUNCTION team_changes(seen pg_snapshot, since timestamptz)
    RETURNS TABLE (therapist_id uuid, room_id uuid, during tstzrange, is_own boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 1
    AS $$
    #variable_conflict use_column
    BEGIN
        IF actor_role() IS NULL THEN RETURN; END IF;
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
REVOKE ALL ON FUNCTION team_changes(pg_snapshot, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION team_changes(pg_snapshot, timestamptz) TO attune_app;

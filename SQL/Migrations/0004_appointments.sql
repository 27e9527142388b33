-- Hours offered, rooms, and agreed times. The exclusion constraints are the referee: no double booking can exist.

CREATE TABLE site (
    id      uuid PRIMARY KEY,
    code    text NOT NULL CONSTRAINT site_code_unique UNIQUE,
    name    text NOT NULL,
    zone    text NOT NULL DEFAULT 'America/Vancouver',
    address text NOT NULL DEFAULT ''
);
CREATE TABLE room (
    id      uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES site (id),
    code    text NOT NULL,
    name    text NOT NULL,
    CONSTRAINT room_code_unique UNIQUE (site_id, code)
);

CREATE TABLE service (
    id               uuid PRIMARY KEY,
    code             text NOT NULL CONSTRAINT service_code_unique UNIQUE CONSTRAINT service_code_form CHECK (code ~ '^[a-z][a-z0-9_]{1,62}$'),
    name             text NOT NULL,
    duration_minutes int NOT NULL CONSTRAINT service_duration_range CHECK (duration_minutes BETWEEN 5 AND 480),
    buffer_minutes   int NOT NULL DEFAULT 10 CONSTRAINT service_buffer_range CHECK (buffer_minutes BETWEEN 0 AND 240),
    grid_minutes     int NOT NULL DEFAULT 30 CONSTRAINT service_grid_range CHECK (grid_minutes BETWEEN 5 AND 240),
    notice_hours     int NOT NULL DEFAULT 24 CONSTRAINT service_notice_range CHECK (notice_hours BETWEEN 0 AND 720),
    horizon_days     int NOT NULL DEFAULT 90 CONSTRAINT service_horizon_range CHECK (horizon_days BETWEEN 1 AND 730),
    formats          text[] NOT NULL CONSTRAINT service_formats_known
                     CHECK (cardinality(formats) > 0 AND formats <@ '{in_person,online,phone}'::text[]),
    fee_cents        int CONSTRAINT service_fee_not_negative CHECK (fee_cents >= 0),
    status           text NOT NULL DEFAULT 'active' CONSTRAINT service_status_known CHECK (status IN ('active', 'retired'))
);

-- Wall time in the therapist's zone, from Monday = 1; ends after it starts, so a night is two rows.
CREATE TABLE weekly_hours (
    id           uuid PRIMARY KEY,
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    weekday      int NOT NULL CONSTRAINT weekly_hours_weekday_range CHECK (weekday BETWEEN 1 AND 7),
    starts       time NOT NULL,
    ends         time NOT NULL,
    formats      text[] NOT NULL CONSTRAINT weekly_hours_formats_known
                 CHECK (cardinality(formats) > 0 AND formats <@ '{in_person,online,phone}'::text[]),
    site_id      uuid REFERENCES site (id),
    valid_from   date NOT NULL DEFAULT '-infinity',
    valid_until  date NOT NULL DEFAULT 'infinity',
    CONSTRAINT weekly_hours_in_order CHECK (starts < ends),
    CONSTRAINT weekly_hours_validity_in_order CHECK (valid_from < valid_until),
    CONSTRAINT weekly_hours_site_for_in_person CHECK (NOT formats @> '{in_person}' OR site_id IS NOT NULL)
);
CREATE INDEX weekly_hours_therapist ON weekly_hours (therapist_id);

-- A date that differs: closed (leave, holiday; the whole day without times) or open (extra hours).
CREATE TABLE schedule_exception (
    id           uuid PRIMARY KEY,
    therapist_id uuid NOT NULL REFERENCES therapist (id),
    day          date NOT NULL,
    kind         text NOT NULL CONSTRAINT schedule_exception_kind_known CHECK (kind IN ('closed', 'open')),
    starts       time,
    ends         time,
    formats      text[] NOT NULL DEFAULT '{}',
    site_id      uuid REFERENCES site (id),
    note         text,
    CONSTRAINT schedule_exception_in_order CHECK ((starts IS NULL) = (ends IS NULL) AND starts < ends),
    CONSTRAINT schedule_exception_open_has_times CHECK (kind = 'closed' OR starts IS NOT NULL)
);
CREATE INDEX schedule_exception_therapist ON schedule_exception (therapist_id, day);

CREATE SEQUENCE appointment_reference AS int START 3001;
CREATE TABLE appointment (
    id             uuid PRIMARY KEY,
    reference      text NOT NULL DEFAULT 'A-' || nextval('appointment_reference') CONSTRAINT appointment_reference_unique UNIQUE,
    therapist_id   uuid NOT NULL REFERENCES therapist (id),
    client_id      uuid NOT NULL REFERENCES client (id),
    service_id     uuid NOT NULL REFERENCES service (id),
    room_id        uuid REFERENCES room (id),
    format         text NOT NULL CONSTRAINT appointment_format_known CHECK (format IN ('in_person', 'online', 'phone')),
    during         tstzrange NOT NULL CONSTRAINT appointment_during_bounded CHECK (
                       NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)
                       AND lower(during) > '-infinity' AND upper(during) < 'infinity'
                       AND upper(during) - lower(during) <= interval '12 hours'),
    -- What was promised: the wall time and the zone, kept beside the instant so that a change of law can be found and mended.
    zone           text NOT NULL,
    promised_start timestamp NOT NULL,
    status         text NOT NULL CONSTRAINT appointment_status_known
                   CHECK (status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error')),
    hold_until     timestamptz,
    overlap_reason text,
    status_reason  text CONSTRAINT appointment_status_reason_length CHECK (char_length(status_reason) <= 500),
    version        int NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT appointment_hold_ends CHECK ((status IN ('proposed', 'pending')) = (hold_until IS NOT NULL)),
    CONSTRAINT appointment_room_for_in_person CHECK (format = 'in_person' OR room_id IS NULL),
    -- A therapist is in one room at a time. Half-open ranges let appointments touch; a cancelled or missed one frees the time.
    -- Holds and pending requests count. A deliberate overlap carries its reason.
    CONSTRAINT appointment_therapist_overlap EXCLUDE USING gist (therapist_id WITH =, during WITH &&)
        WHERE (status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND overlap_reason IS NULL),
    CONSTRAINT appointment_room_overlap EXCLUDE USING gist (room_id WITH =, during WITH &&)
        WHERE (status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND overlap_reason IS NULL AND room_id IS NOT NULL),
    CONSTRAINT appointment_client_overlap EXCLUDE USING gist (client_id WITH =, during WITH &&)
        WHERE (status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND overlap_reason IS NULL)
);
CREATE TRIGGER appointment_version BEFORE UPDATE ON appointment FOR EACH ROW EXECUTE FUNCTION bump_version();
-- What slots and calendars read, in order and without the heap: live times of a therapist.
CREATE INDEX appointment_busy ON appointment (therapist_id, lower(during)) INCLUDE (during, room_id, hold_until)
    WHERE status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled');
CREATE INDEX appointment_client ON appointment (client_id, lower(during));
CREATE INDEX appointment_start ON appointment (lower(during), id);
CREATE INDEX appointment_holds ON appointment (hold_until) WHERE status IN ('proposed', 'pending');

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['site', 'room', 'service', 'weekly_hours', 'schedule_exception'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING ((SELECT actor_role()) IS NOT NULL)', name || '_read', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO attune_app', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['site', 'room', 'service'] LOOP
        EXECUTE format($p$CREATE POLICY %I ON %I USING ((SELECT actor_role()) IN ('lead', 'operator'))
                          WITH CHECK ((SELECT actor_role()) IN ('lead', 'operator'))$p$, name || '_edited', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['weekly_hours', 'schedule_exception'] LOOP
        EXECUTE format($p$CREATE POLICY %I ON %I
            USING ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator') OR therapist_id = (SELECT actor_therapist()))
            WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator') OR therapist_id = (SELECT actor_therapist()))$p$,
            name || '_edited', name);
    END LOOP;
END $$;

ALTER TABLE appointment ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointment FORCE ROW LEVEL SECURITY;
CREATE POLICY appointment_staff ON appointment
    USING ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator', 'worker'))
    WITH CHECK ((SELECT actor_role()) IN ('lead', 'intake', 'front_desk', 'operator', 'worker'));
CREATE POLICY appointment_own ON appointment
    USING (therapist_id = (SELECT actor_therapist()))
    WITH CHECK (therapist_id = (SELECT actor_therapist()) AND cares_for(client_id));
CREATE POLICY appointment_self ON appointment FOR SELECT
    USING ((SELECT actor_role()) = 'client' AND client_id = (SELECT actor_id()));
GRANT SELECT, INSERT, UPDATE ON appointment TO attune_app;
GRANT USAGE ON SEQUENCE appointment_reference TO attune_app;

-- Lists of one therapist's or one client's appointments, the cancelled ones too.
CREATE INDEX appointment_therapist ON appointment (therapist_id, lower(during), id);
-- What is looked at to find a free room.
CREATE INDEX appointment_rooms ON appointment (lower(during)) INCLUDE (during, room_id, hold_until)
    WHERE status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND room_id IS NOT NULL;

-- Free or busy, and not a word more: whoever looks for a time may know that one is taken, but not by whom. These run as the owner, so that
-- a therapist sees that a colleague or a room is taken; their reads stay within the index, which a policy on client_id would prevent.
CREATE POLICY appointment_counted_by_owner ON appointment TO attune_owner USING (true) WITH CHECK (true);

-- Live times that overlap a span; none is longer than 12 hours, so the index bounds the search. One ordered index-only scan for each
-- therapist; whoever needs an order over all of them sorts what is nearly sorted.
CREATE FUNCTION busy_times(therapists uuid[], from_time timestamptz, until_time timestamptz)
    RETURNS TABLE (therapist_id uuid, during tstzrange, is_hold boolean)
    -- plpgsql keeps its plan: the body of an SQL function that runs as its owner is planned anew at each call, which cost six times the look itself.
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 1000
    AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
          SELECT t.id, a.during, a.hold_until IS NOT NULL
            FROM unnest(therapists) AS t (id)
           CROSS JOIN LATERAL (
                 SELECT b.during, b.hold_until FROM appointment b
                  WHERE b.therapist_id = t.id AND b.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')
                    AND lower(b.during) >= from_time - interval '12 hours' AND lower(b.during) < until_time
                    AND upper(b.during) > from_time AND (b.hold_until IS NULL OR b.hold_until > now())
                  ORDER BY lower(b.during)) a
           WHERE actor_role() IS NOT NULL;
    END $$;

CREATE FUNCTION rooms_taken(from_time timestamptz, until_time timestamptz) RETURNS TABLE (room_id uuid, during tstzrange)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 100
    AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
          SELECT a.room_id, a.during FROM appointment a
           WHERE a.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') AND a.room_id IS NOT NULL
             AND lower(a.during) >= from_time - interval '12 hours' AND lower(a.during) < until_time AND upper(a.during) > from_time
             AND (a.hold_until IS NULL OR a.hold_until > now()) AND actor_role() IS NOT NULL;
    END $$;

-- Sites and times at which this client might meet somebody from whom they are kept apart; nothing about a client not the actor's to see.
CREATE FUNCTION sites_kept_apart(client uuid, from_time timestamptz, until_time timestamptz)
    RETURNS TABLE (site_id uuid, during tstzrange)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 1
    AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT plans_for(client) THEN RETURN; END IF;
        RETURN QUERY
          SELECT r.site_id, a.during
            FROM kept_apart k
            JOIN appointment a ON a.client_id = CASE WHEN k.one_id = client THEN k.other_id ELSE k.one_id END
            JOIN room r ON r.id = a.room_id
           WHERE client IN (k.one_id, k.other_id) AND k.during @> now()
             AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'fulfilled')
             AND a.during && tstzrange(from_time, until_time);
    END $$;

-- Lets go of holds that ended by the clock and still stand in the way. Those that another transaction is letting go are left to it.
CREATE FUNCTION release_overdue_holds(from_time timestamptz, until_time timestamptz) RETURNS TABLE (id uuid, client_id uuid)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
    AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
          UPDATE appointment a SET status = 'cancelled', status_reason = 'the hold ended', hold_until = NULL
           WHERE a.id IN (SELECT h.id FROM appointment h
                           WHERE h.status IN ('proposed', 'pending') AND h.hold_until <= now()
                             AND h.during && tstzrange(from_time, until_time) AND actor_role() IS NOT NULL
                           FOR UPDATE SKIP LOCKED)
       RETURNING a.id, a.client_id;
    END $$;

DO $$
DECLARE signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY['busy_times(uuid[], timestamptz, timestamptz)', 'rooms_taken(timestamptz, timestamptz)',
        'sites_kept_apart(uuid, timestamptz, timestamptz)', 'release_overdue_holds(timestamptz, timestamptz)'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO attune_app', signature);
    END LOOP;
END $$;

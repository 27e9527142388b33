-- The live times of a whole team, a row for each therapist: matching and slots read tens of thousands of them, and a row each costs more to
-- hand over (a range to take apart, three values to send) than to find. What may be seen, and by whom, is as in busy_times (0004).
CREATE FUNCTION busy_calendars(therapists uuid[], from_time timestamptz, until_time timestamptz)
    RETURNS TABLE (therapist_id uuid, starts timestamptz[], ends timestamptz[], holds boolean[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 1000
    AS $$
    #variable_conflict use_column
    BEGIN
        IF actor_role() IS NULL THEN RETURN; END IF;
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
REVOKE ALL ON FUNCTION busy_calendars(uuid[], timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION busy_calendars(uuid[], timestamptz, timestamptz) TO attune_app;

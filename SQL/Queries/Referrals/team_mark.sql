-- This moment, as a later look names it to hear what has changed since; and what has changed since an earlier one, in as many rows, or one
-- row with nothing in it.
-- $1 snapshot of the earlier look text?, $2 its time timestamptz?
-- sent: lane
SELECT m.snapshot, m.own, m.at, m.started, m.base, c.is_own, c.therapist_id, c.room_id, c.during
  FROM (SELECT pg_current_snapshot()::text AS snapshot, pg_current_xact_id_if_assigned()::text::bigint AS own, now() AS at,
               pg_postmaster_start_time() AS started,
               (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS base) m
  LEFT JOIN team_changes($1::text::pg_snapshot, $2) c ON true;

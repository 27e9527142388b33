-- By id or reference.
-- $1 name text
-- sent: lane
SELECT id FROM allocation WHERE reference = upper($1) OR id::text = lower($1);

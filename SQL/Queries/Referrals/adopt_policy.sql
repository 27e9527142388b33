-- No row: its version was adopted before, or another policy is in force than the one that it replaces.
-- $1 version text, $2 text text, $3 signed off by text, $4 signed off on date, $5 replaces int
INSERT INTO matching_policy (version, text, sha256, signed_off_by, signed_off_on, replaces, adopted_by, adopted_as)
SELECT $1, $2, sha256(convert_to($2, 'UTF8')), $3, $4, $5, actor_id(), actor_role()
 WHERE $5 = (SELECT coalesce(max(number), 0) FROM matching_policy)
ON CONFLICT DO NOTHING
RETURNING number, adopted_by, adopted_as, adopted_at;

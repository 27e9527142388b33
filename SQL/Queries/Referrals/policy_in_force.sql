-- The policy that ranks now. No row: none was adopted yet, and Attune's own does.
-- sent: lane
SELECT number, text, adopted_by, adopted_as, adopted_at FROM matching_policy ORDER BY number DESC LIMIT 1;

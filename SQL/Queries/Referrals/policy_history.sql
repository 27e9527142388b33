-- Every policy that was adopted, the latest first; 1,000 at most.
-- sent: lane
SELECT number, text, adopted_by, adopted_as, adopted_at FROM matching_policy ORDER BY number DESC LIMIT 1000;

-- A draft solved anew. Parameters as in add_allocation.sql, without urgency and service.
-- $1 id uuid, $2 mode text, $3 hours to answer int8, $4 policy version text, $5 as of timestamptz, $6 total fit int8, $7 lowest fit int8?,
-- $8 tenth percentile int8?, $9 envious pairs int8, $10 price of stability int8, $11 gini int8, $12 set aside int8, $13 proven bool,
-- $14 gap text?, $15 certificate text
UPDATE allocation
   SET mode = $2, answer_hours = $3, policy_version = $4, as_of = $5, total_fit = $6, lowest_fit = $7, tenth_fit = $8, envious_pairs = $9,
       stability_price = $10, gini = $11, set_aside = $12, proven = $13, gap = $14, certificate = $15, decided_by = actor_id(),
       decided_as = actor_role()
 WHERE id = $1 AND status = 'draft';

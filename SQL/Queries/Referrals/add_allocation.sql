-- $1 id uuid, $2 mode text, $3 urgency text?, $4 service uuid, $5 hours to answer int8, $6 policy version text, $7 as of timestamptz,
-- $8 total fit int8, $9 lowest fit int8?, $10 tenth percentile int8?, $11 envious pairs int8, $12 price of stability int8, $13 gini int8,
-- $14 set aside int8, $15 proven bool, $16 gap text?, $17 certificate text
INSERT INTO allocation (id, mode, urgency, service_id, answer_hours, policy_version, as_of, total_fit, lowest_fit, tenth_fit, envious_pairs,
                        stability_price, gini, set_aside, proven, gap, certificate, decided_by, decided_as)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, actor_id(), actor_role());

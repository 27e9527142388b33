-- Open ones first, and of these the longest overdue; then what was cleared, the latest first.
-- $1 referral uuid? (NULL: all), $2 also cleared bool, $3 limit int8
-- sent: lane
SELECT t.id, t.referral_id, r.reference, r.client_id, c.reference AS client_reference, t.reason, t.opened_at, t.due_at, t.acknowledged_by,
       t.acknowledged_as, t.acknowledged_at, t.cleared_by, t.cleared_as, t.cleared_at,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = r.client_id AND k.class = 'clinical') AS client_key, t.cleared_reason
  FROM safety_task t JOIN referral r ON r.id = t.referral_id JOIN client c ON c.id = r.client_id
 WHERE ($1::uuid IS NULL OR t.referral_id = $1) AND ($2::bool OR t.cleared_at IS NULL)
 ORDER BY t.cleared_at DESC NULLS FIRST, t.due_at, t.id
 LIMIT $3;

-- The latest first.
-- $1 referral uuid
-- sent: lane
SELECT a.id, a.instrument, r.client_id, (SELECT k.wrapped FROM client_key k WHERE k.client_id = r.client_id AND k.class = 'clinical') AS client_key, a.result,
       a.taken_on, a.entered_by, a.entered_as, a.entered_at
  FROM assessment a JOIN referral r ON r.id = a.referral_id
 WHERE a.referral_id = $1 ORDER BY a.taken_on DESC, a.entered_at DESC, a.id DESC LIMIT 200;

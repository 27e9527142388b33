-- Referrals that arrived within a span, a row each, without whose they are: urgency, high intensity, the score and the first session's start
-- of the proposal that was accepted first, seconds from arrival to that start, and what became of the session (NULL: not yet, or cancelled).
-- $1 from timestamptz, $2 until timestamptz
SELECT r.urgency, r.intensity = 'high', b.score, b.seconds, b.attended
  FROM referral r
  LEFT JOIN LATERAL (
       SELECT p.score, extract(epoch FROM lower(a.during) - r.received_at)::bigint AS seconds,
              CASE a.status WHEN 'arrived' THEN true WHEN 'fulfilled' THEN true WHEN 'noshow' THEN false END AS attended
         FROM proposal p JOIN appointment a ON a.id = p.appointment_id
        WHERE p.referral_id = r.id AND p.status = 'accepted'
        ORDER BY p.created_at, p.id LIMIT 1) AS b ON true
 WHERE r.received_at >= $1 AND r.received_at < $2;

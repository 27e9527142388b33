-- Referrals that arrived within a span, a row each, without whose they are: urgency, high intensity, the score and the first session's start
-- of the proposal that was accepted first, how much of what the client wished it meets (basis points; NULL: nothing was wished, or nobody
-- knows), seconds from arrival to that start, what became of the session (NULL: not yet, or cancelled), and the groups that they are of.
-- $1 from timestamptz, $2 until timestamptz
SELECT r.urgency, r.intensity = 'high', b.score, b.wishes, b.seconds, b.attended, c.kind, split_part(c.language, '-', 1), r.source
  FROM referral r JOIN client c ON c.id = r.client_id
  LEFT JOIN LATERAL (
       SELECT p.score, extract(epoch FROM lower(a.during) - r.received_at)::bigint AS seconds,
              (SELECT (part ->> 'level')::int FROM json_array_elements(p.explanation -> 'contributions') part
                WHERE part ->> 'factor' = 'preferences' AND (part ->> 'known')::boolean) AS wishes,
              CASE a.status WHEN 'arrived' THEN true WHEN 'fulfilled' THEN true WHEN 'noshow' THEN false END AS attended
         FROM proposal p JOIN appointment a ON a.id = p.appointment_id
        WHERE p.referral_id = r.id AND p.status = 'accepted'
        ORDER BY p.created_at, p.id LIMIT 1) AS b ON true
 WHERE r.received_at >= $1 AND r.received_at < $2;

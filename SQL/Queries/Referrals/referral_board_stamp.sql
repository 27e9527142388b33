-- A number for all that a board can show, the clinic's targets included, and no word of it: while it stays the same, nobody need look again.
-- sent: lane
SELECT md5(coalesce(string_agg(concat_ws(' ', r.id, r.version, l.claimed_by, l.claimed_at), ',' ORDER BY r.id), '')
           || coalesce((SELECT string_agg(w.hours::text, ' ' ORDER BY w.level) FROM wait_target w), ''))
  FROM referral r LEFT JOIN referral_claim l ON l.referral_id = r.id AND l.ends_at > now()
 WHERE r.status IN ('draft', 'active', 'on-hold') OR l.claimed_by IS NOT NULL;

-- In the order of priority.
-- $1 allocation uuid
-- sent: lane
SELECT l.referral_id, r.reference, l.client_id, c.reference AS client_reference, c.zone, l.place, l.priority, l.urgency, l.therapist_id,
       l.start_at, l.format, l.score, l.rank, l.matches, l.waits, l.unavailable, l.proposal_id, l.facts_hash
  FROM allocation_line l JOIN referral r ON r.id = l.referral_id JOIN client c ON c.id = l.client_id
 WHERE l.allocation_id = $1 ORDER BY l.place, l.referral_id;

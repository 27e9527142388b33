-- Board order: safety holds first, then by the day on which each is due by the clinic's targets, so the most overdue lead.
-- $1 statuses text[] ('{}': all that are open), $2 urgency text? (NULL: any), $3 only holds bool, $4 after group int8?, $5 after due
-- timestamptz?, $6 after id uuid? ($4 NULL: from the start), $7 limit int8, $8 only what the actor has claimed bool
-- sent: lane
SELECT id, reference, source_key, client_id, source, received_at, status, safety_hold, urgency,
       (board.matching_consent AND (board.consent_id IS NULL OR EXISTS (SELECT FROM consent n WHERE n.id = board.consent_id AND n.given_at <= now()
           AND n.revoked_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > now())))) AS matching_consent,
       safety_reason, intensity, kind, funding, fee_ceiling_cents, version, client_reference, client_name, board_group, due, hours,
       claimed_by, claimed_as, name, claimed_at, ends_at, taken_from, taken_from_name
  FROM (SELECT r.*, c.reference AS client_reference, coalesce(c.preferred_name, c.full_name) AS client_name,
               CASE WHEN r.safety_hold THEN 0 WHEN r.status IN ('draft', 'active', 'on-hold') THEN 1 ELSE 2 END AS board_group,
               r.received_at + make_interval(hours => w.hours) AS due, w.hours,
               l.claimed_by, l.claimed_as, l.name, l.claimed_at, l.ends_at, l.taken_from, l.taken_from_name
          FROM referral r JOIN client c ON c.id = r.client_id JOIN wait_target w ON w.level = coalesce(r.urgency, 'untriaged')
          LEFT JOIN referral_claim l ON l.referral_id = r.id AND l.ends_at > now()
         WHERE r.status = ANY (CASE WHEN cardinality($1::text[]) = 0 THEN '{draft,active,on-hold}' ELSE $1::text[] END)
           AND ($2::text IS NULL OR r.urgency = $2) AND (NOT $3::bool OR r.safety_hold)
           AND (NOT $8::bool OR l.claimed_by = actor_id())) AS board
 WHERE $4::int8 IS NULL OR (board_group, due, id) > ($4, $5::timestamptz, $6::uuid)
 ORDER BY board_group, due, id
 LIMIT $7;

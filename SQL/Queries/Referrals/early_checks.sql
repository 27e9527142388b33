-- Open questions of care that goes on, with at least one session that took place, the one that is due first at the top. Reads open questions
-- and three sessions of each.
-- $1 therapist uuid?, $2 only due bool, $3 after due timestamptz?, $4 after id uuid?, $5 limit int8
-- sent: lane
SELECT id, client_id, therapist_id, referral_id, (SELECT k.wrapped FROM client_key k WHERE k.client_id = checks.client_id AND k.class = 'clinical') AS client_key,
       asked_at, answer, note, answered_as, answered_at, sessions, due, due <= now()
  FROM (SELECT e.*, s.sessions,
               CASE WHEN e.answer IS NULL THEN least(s.first_ended + interval '14 days', s.third_ended)
                    ELSE e.answered_at + interval '14 days' END AS due
          FROM early_check e
         CROSS JOIN LATERAL (
               SELECT count(*) AS sessions, min(ended) AS first_ended, (array_agg(ended ORDER BY ended))[3] AS third_ended
                 FROM (SELECT upper(a.during) AS ended FROM appointment a
                        WHERE a.client_id = e.client_id AND a.therapist_id = e.therapist_id AND a.status = 'fulfilled'
                          AND lower(a.during) >= e.since
                        ORDER BY lower(a.during) LIMIT 3) AS sessions) AS s
         WHERE (e.answer IS NULL OR e.answer = 'unsure') AND s.sessions > 0 AND ($1::uuid IS NULL OR e.therapist_id = $1)
           AND EXISTS (SELECT FROM care_relationship c WHERE c.client_id = e.client_id AND c.therapist_id = e.therapist_id
                          AND c.kind = 'primary' AND c.during @> now())) AS checks
 WHERE (NOT $2::bool OR due <= now()) AND ($3::timestamptz IS NULL OR (due, id) > ($3, $4::uuid))
 ORDER BY due, id
 LIMIT $5;

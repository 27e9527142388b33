-- One question, as in early_checks.sql; sessions and due count nothing where none took place. No row: no such question, or not for this actor.
-- $1 id uuid
SELECT id, client_id, therapist_id, referral_id, (SELECT k.wrapped FROM client_key k WHERE k.client_id = checks.client_id AND k.class = 'clinical') AS client_key,
       asked_at, answer, note, answered_as, answered_at, sessions, due, coalesce(due <= now(), false)
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
         WHERE e.id = $1) AS checks;

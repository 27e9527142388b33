-- Everything about the three parties of a booking that is not a time. No row: no such service, or it is retired.
-- $1 service uuid, $2 therapist uuid, $3 client uuid
-- Licences for the client's province, as two arrays of dates, valid from the one to before the other (NULL: for good).
-- sent: lane
SELECT s.id, s.code, s.name, s.duration_minutes, s.buffer_minutes, s.grid_minutes, s.notice_hours, s.horizon_days, s.formats, s.fee_cents,
       s.status = 'active', t.zone, coalesce(t.formats, '{}'), coalesce(l.valid_from, '{}'), coalesce(l.expires_on, '{}'),
       c.id IS NOT NULL, $2 IN (SELECT therapists_kept_apart($3))
  FROM service s
  LEFT JOIN therapist t ON t.id = $2 AND t.status = 'active'
  LEFT JOIN client c ON c.id = $3 AND c.status = 'active'
 CROSS JOIN LATERAL (SELECT array_agg(valid_from) AS valid_from, array_agg(expires_on) AS expires_on
                       FROM credential k WHERE k.therapist_id = $2 AND k.jurisdiction = coalesce(c.jurisdiction, k.jurisdiction)) l
 WHERE s.id = $1 AND s.status = 'active';

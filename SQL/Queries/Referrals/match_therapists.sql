-- Therapists who see people now, with what their caseloads hold at this moment: a hold counts until it has run out.
-- sent: lane
SELECT t.id, t.slug, t.display_name, t.client_kinds, t.languages, t.formats, t.modalities, t.funding, t.fee_cents, t.sliding_fee_cents,
       t.gender, t.capacity, t.intense_capacity, t.sliding_places, coalesce(p.taken, 0), coalesce(p.intense, 0), coalesce(p.sliding, 0),
       a.last_assigned
  FROM therapist t
  LEFT JOIN (SELECT therapist_id, count(*) AS taken, count(*) FILTER (WHERE intense) AS intense,
                    count(*) FILTER (WHERE sliding) AS sliding FROM caseload_place
              WHERE status = 'taken' OR (status = 'held' AND held_until > now()) GROUP BY therapist_id) p ON p.therapist_id = t.id
  LEFT JOIN (SELECT therapist_id, max(created_at) AS last_assigned FROM proposal WHERE status = 'accepted' GROUP BY therapist_id) a
         ON a.therapist_id = t.id
 WHERE t.status = 'active'
 ORDER BY t.id;

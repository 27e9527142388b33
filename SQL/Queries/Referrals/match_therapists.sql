-- Those of some therapists who see people now, with what their caseloads hold at this moment: a hold counts until it has run out.
-- $1 therapists uuid[]
-- sent: lane
SELECT t.id, t.slug, t.display_name, t.client_kinds, t.languages, t.formats, t.modalities, t.funding, t.fee_cents, t.sliding_fee_cents,
       t.gender, t.capacity, t.intense_capacity, t.sliding_places, p.taken, p.intense, p.sliding,
       (SELECT max(created_at) FROM proposal WHERE therapist_id = t.id AND status = 'accepted')
  FROM therapist t
 CROSS JOIN LATERAL (SELECT count(*) AS taken, count(*) FILTER (WHERE intense) AS intense, count(*) FILTER (WHERE sliding) AS sliding
                       FROM caseload_place
                      WHERE therapist_id = t.id AND status IN ('held', 'taken') AND (status = 'taken' OR held_until > now())) p
 WHERE t.id = ANY ($1) AND t.status = 'active'
 ORDER BY t.id;

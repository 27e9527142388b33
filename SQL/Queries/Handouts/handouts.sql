-- sent: lane
-- $1 handout uuid or NULL, $2 client uuid or NULL, $3 only after this handout's id uuid or NULL, $4 limit int. By id.
SELECT h.id, h.client_id, h.therapist_id, h.version_id, v.title, v.language,
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = h.client_id AND k.class = 'clinical') AS client_key, h.note, h.released, h.status, h.version, h.created_at
  FROM handout h JOIN article_version v ON v.id = h.version_id
 WHERE ($1::uuid IS NULL OR h.id = $1) AND ($2::uuid IS NULL OR h.client_id = $2) AND ($3::uuid IS NULL OR h.id > $3)
 ORDER BY h.id LIMIT $4

-- As match_relations.sql, for many at once: whom each of these referrals cannot have, was declined with, or has worked with.
-- $1 clients uuid[], $2 referrals uuid[] (in the same order)
-- sent: lane
SELECT w.referral_id, 'apart' AS kind, t AS therapist_id
  FROM unnest($1::uuid[], $2::uuid[]) AS w (client_id, referral_id) CROSS JOIN LATERAL therapists_kept_apart(w.client_id) AS t
UNION ALL
SELECT DISTINCT p.referral_id, 'declined', p.therapist_id FROM proposal p WHERE p.referral_id = ANY ($2) AND p.status = 'declined'
UNION ALL
SELECT DISTINCT m.referral_id, 'declined', m.therapist_id FROM rematch m WHERE m.referral_id = ANY ($2)
UNION ALL
SELECT DISTINCT w.referral_id, 'worked', c.therapist_id
  FROM unnest($1::uuid[], $2::uuid[]) AS w (client_id, referral_id) JOIN care_relationship c ON c.client_id = w.client_id AND c.kind = 'primary';

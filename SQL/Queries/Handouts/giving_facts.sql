-- sent: lane
-- $1 client uuid, $2 version uuid, $3 therapist uuid.
-- Whether the client has a therapist of their own now (who is not waiting), whether the version exists, is withdrawn, is the client's
-- already, whether the therapist is known, and whether the file is open to a lead who asks. No row: no such client for this actor.
SELECT EXISTS (SELECT FROM care_relationship r WHERE r.client_id = c.id AND r.kind = 'primary' AND r.during @> now()),
       EXISTS (SELECT FROM article_version v WHERE v.id = $2),
       EXISTS (SELECT FROM article_withdrawal w WHERE w.version_id = $2),
       EXISTS (SELECT FROM handout h WHERE h.client_id = c.id AND h.version_id = $2 AND h.status <> 'withdrawn'),
       EXISTS (SELECT FROM therapist t WHERE t.id = $3),
       EXISTS (SELECT FROM article_prompt p WHERE p.version_id = $2 AND p.intensity = 3),
       (SELECT actor_role()) <> 'lead' OR glass_broken(c.id),
       (SELECT k.wrapped FROM client_key k WHERE k.client_id = c.id AND k.class = 'office') AS client_key
  FROM client c WHERE c.id = $1

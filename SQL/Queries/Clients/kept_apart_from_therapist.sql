-- $1 clients uuid[], $2 therapist uuid. Those of them whom this therapist cannot see.
-- sent: lane
SELECT c.id FROM unnest($1::uuid[]) AS c (id) WHERE $2::uuid IN (SELECT therapists_kept_apart(c.id))

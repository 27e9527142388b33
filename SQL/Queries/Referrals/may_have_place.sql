-- Whether asking this therapist for a place can succeed at all. Capacity and relations are one answer, found in one step, so that neither
-- the words nor the time of a refusal tells them apart. No lock: hold_place.sql decides.
-- $1 therapist uuid, $2 client uuid
-- sent: lane
SELECT EXISTS (SELECT FROM therapist t
                WHERE t.id = $1 AND t.capacity > (SELECT count(*) FROM caseload_place p WHERE p.therapist_id = t.id AND p.status IN ('held', 'taken')))
       AND NOT EXISTS (SELECT FROM therapists_kept_apart($2) AS apart WHERE apart = $1);

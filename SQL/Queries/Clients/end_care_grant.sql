-- $1 id uuid. One that runs ends now; one that has not begun is taken back. No row: there is none that could end.
WITH ended AS (
    UPDATE care_relationship SET during = tstzrange(lower(during), greatest(now(), lower(during) + interval '1 microsecond'))
     WHERE id = $1 AND kind IN ('cover', 'supervision') AND during @> now()
    RETURNING client_id),
taken_back AS (
    DELETE FROM care_relationship WHERE id = $1 AND kind IN ('cover', 'supervision') AND lower(during) > now()
    RETURNING client_id)
SELECT client_id FROM ended UNION ALL SELECT client_id FROM taken_back

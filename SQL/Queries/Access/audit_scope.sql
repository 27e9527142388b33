-- $1 actor uuid, $2 from timestamptz, $3 until timestamptz: of each client whom this actor's rows name, and each class of fields, how many
-- rows, the first and the last. A therapist's rows are also those of her accounts and tokens, which act under ids of their own. Pages apart,
-- so that everything else is answered by the index alone.
WITH whose AS (
    SELECT $1 AS id
    UNION SELECT s.id FROM staff s WHERE s.therapist_id = $1
    UNION SELECT t.subject_id FROM access_token t WHERE t.therapist_id = $1)
SELECT touched.client, touched.fields, count(*), min(touched.at), max(touched.at)
  FROM (SELECT a.client_id AS client, a.fields, a.at FROM audit a
         WHERE a.actor_id = ANY (ARRAY(SELECT id FROM whose)) AND a.at >= $2 AND a.at < $3 AND a.clients IS NULL AND a.client_id IS NOT NULL
        UNION ALL
        SELECT unnest(p.clients), p.fields, p.at FROM audit p
         WHERE p.actor_id = ANY (ARRAY(SELECT id FROM whose)) AND p.at >= $2 AND p.at < $3 AND p.clients IS NOT NULL) AS touched
 GROUP BY 1, 2 ORDER BY 1, 2

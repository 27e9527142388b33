-- $1 id uuid, $2 therapist uuid, $3 client uuid, $4 service uuid, $5 room uuid?, $6 format text, $7 during tstzrange,
-- $8 promised start timestamp, $9 zone text, $10 status text, $11 hold until timestamptz?, $12 overlap reason sealed bytea?, $13 reason sealed bytea?
-- No row: somebody was first, with the therapist, the room or the client.
-- DO NOTHING inserts speculatively: two plain INSERTs racing for one hour would wait for each other until a deadlock is found.
INSERT INTO appointment (id, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
                         overlap_reason, status_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT DO NOTHING
RETURNING id, reference, therapist_id, client_id, service_id, room_id, format, during, promised_start, zone, status, hold_until,
       CASE WHEN coalesce(overlap_reason, status_reason) IS NOT NULL
            THEN (SELECT k.wrapped FROM client_key k WHERE k.client_id = appointment.client_id AND k.class = 'office') END AS client_key,
       overlap_reason, status_reason, version, created_at, updated_at;

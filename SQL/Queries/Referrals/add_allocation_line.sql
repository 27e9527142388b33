-- $1 allocation uuid, $2 referral uuid, $3 client uuid, $4 place int8, $5 priority int8, $6 urgency text, $7 therapist uuid?, $8 start
-- timestamptz?, $9 format text?, $10 score int8?, $11 rank int8?, $12 matches int8, $13 waits text?, $14 unavailable uuid[], $15 facts bytea
INSERT INTO allocation_line (allocation_id, referral_id, client_id, place, priority, urgency, therapist_id, start_at, format, score, rank,
                             matches, waits, unavailable, facts_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

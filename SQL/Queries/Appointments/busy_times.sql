-- Live times of some therapists that overlap a span, in no order to rely on.
-- $1 therapists uuid[], $2 from timestamptz, $3 until timestamptz
-- sent: lane
SELECT therapist_id, during, is_hold FROM busy_times($1, $2, $3);

-- Live times of some therapists that overlap a span, in the order of the therapists and then of time.
-- $1 therapists uuid[], $2 from timestamptz, $3 until timestamptz
-- sent: lane
SELECT therapist_id, during, is_hold FROM busy_times($1, $2, $3);

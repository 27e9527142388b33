-- Live times of some therapists that overlap a span: of each who has any, in no order to rely on, starts, ends, and which are only held.
-- $1 therapists uuid[], $2 from timestamptz, $3 until timestamptz
-- sent: lane
SELECT therapist_id, starts, ends, holds FROM busy_calendars($1, $2, $3);

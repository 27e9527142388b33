-- Several people who close the same hours of a day at the same moment close them once: each saw a day that was open still, and the day then
-- had as many entries. A file's entry and a person's stay apart, since either is taken back without the other.
-- Forced row-level security holds for the owner too, who is nobody here: without this, no row would be seen and none deleted.
ALTER TABLE schedule_exception NO FORCE ROW LEVEL SECURITY;
DELETE FROM schedule_exception twice USING schedule_exception once
 WHERE twice.kind = 'closed' AND once.kind = 'closed' AND once.id < twice.id
   AND (once.therapist_id, once.day, once.imported) = (twice.therapist_id, twice.day, twice.imported)
   AND (once.starts, once.ends) IS NOT DISTINCT FROM (twice.starts, twice.ends);
ALTER TABLE schedule_exception FORCE ROW LEVEL SECURITY;
CREATE UNIQUE INDEX schedule_exception_closed_once ON schedule_exception (therapist_id, day, starts, ends, imported) NULLS NOT DISTINCT
    WHERE kind = 'closed';

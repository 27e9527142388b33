-- $1 id uuid. Ends now; the row stays for the record. No row: none such, or ended already.
UPDATE kept_apart
   SET during = tstzrange(lower(during), greatest(now(), lower(during) + interval '1 microsecond'))
 WHERE id = $1 AND upper_inf(during)
RETURNING one_id, other_id

-- $1 id uuid. Ends now; what has not begun never will. The row stays for the record. No row: none such, or over already.
UPDATE kept_apart
   SET during = tstzrange(lower(during), greatest(now(), lower(during)))
 WHERE id = $1 AND NOT isempty(during) AND coalesce(upper(during), 'infinity') > now()
RETURNING one_id, other_id

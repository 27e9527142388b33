-- $1 hash bytea. Writes down that this token or session is in use; for one that said so (is_due).
SELECT touch_sign_in($1)

-- $1 staff uuid. Password, second factor, recovery codes, invitation and sessions.
SELECT forget_staff_secrets($1)

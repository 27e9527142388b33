-- $1 staff uuid. Locked, so that of two requests with one code only the first finds it unused.
SELECT x.password_hash, x.totp_secret, x.totp_step, x.pending_totp
  FROM staff_secret x JOIN staff s ON s.id = x.staff_id WHERE x.staff_id = $1 AND s.status = 'active' FOR UPDATE OF x

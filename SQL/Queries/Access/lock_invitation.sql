-- $1 hash bytea. Spends one of its tries. No row: unknown, used, expired, tried too often, or its account is disabled.
UPDATE staff_invitation i SET tries_left = tries_left - 1
  FROM staff s
 WHERE i.token_hash = $1 AND i.expires_at > now() AND i.tries_left > 0 AND s.id = i.staff_id AND s.status <> 'disabled'
RETURNING s.id, s.email, s.display_name, i.password_hash, i.totp_secret

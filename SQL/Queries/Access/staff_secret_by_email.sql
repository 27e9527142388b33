-- $1 email text. What a password is compared with; no row for an account that cannot sign in.
SELECT s.id, s.email, s.display_name, x.password_hash
  FROM staff s JOIN staff_secret x ON x.staff_id = s.id WHERE s.email = $1 AND s.status = 'active'

-- The same of whoever asks.
SELECT s.id, s.email, s.display_name, x.password_hash
  FROM staff s JOIN staff_secret x ON x.staff_id = s.id WHERE s.id = actor_id() AND s.status = 'active'

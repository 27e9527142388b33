-- $1 name text of a wrapping key. Refused by client_key_wrapped_by_known while it wraps anything.
DELETE FROM key_check WHERE purpose = 'wrap' AND name = $1

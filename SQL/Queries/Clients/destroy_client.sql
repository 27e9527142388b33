-- $1 client uuid, $2 id of the certificate uuid. Refused by name: destruction_asked_first, _not_held, _not_in_care, _due,
-- _not_asked_for, destruction_request_by_two, _one_in_session.
SELECT key, value::bigint FROM jsonb_each_text(destroy_client($1, $2)) ORDER BY key

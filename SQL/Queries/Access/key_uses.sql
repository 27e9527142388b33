-- For how many clients each wrapping key wraps a key; none of those that wrap nothing.
SELECT wrapped_by, count(DISTINCT client_id) FROM client_key GROUP BY wrapped_by ORDER BY wrapped_by

-- How many clients' keys each wrapping key wraps; none of those that wrap nothing.
SELECT wrapped_by, count(*) FROM client_key GROUP BY wrapped_by ORDER BY wrapped_by

-- $1 client uuid.
SELECT client_id, reference, class, last_service, in_care, held, ends_at FROM retention WHERE client_id = $1

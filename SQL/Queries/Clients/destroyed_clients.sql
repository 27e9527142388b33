-- $1 clients uuid[]: those who were destroyed, which a certificate says.
SELECT client_id FROM destruction_certificate WHERE client_id = ANY ($1::uuid[])

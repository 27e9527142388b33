-- $1 account bytea, $2 address bytea or null.
SELECT forgive_sign_in_tries($1, $2)

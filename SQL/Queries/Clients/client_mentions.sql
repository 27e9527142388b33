-- $1 client uuid. All that mentions them, value by value: table, number of the row in it, column, type, value as text or null.
SELECT place, number, field, kind, value FROM client_mentions($1)

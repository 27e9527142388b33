-- $1 client uuid. Counts a change of what the file shows besides the person: an address, a consent. The trigger counts.
UPDATE client SET version = version WHERE id = $1

-- $1 reference text (A-3001). No row: there is none, or not for this actor.
-- sent: lane
SELECT id FROM appointment WHERE reference = $1;

-- $1 id uuid. No row: none that this actor may end.
DELETE FROM staff_session WHERE id = $1 RETURNING staff_id

-- One row when the database answers.
-- sent: shared
SELECT 1

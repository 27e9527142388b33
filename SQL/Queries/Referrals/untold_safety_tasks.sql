-- Open tasks that nobody was told of, and those that have become overdue since, the most pressing first, at most 20.
-- sent: lane
SELECT id, due_at <= now() FROM safety_task
 WHERE cleared_at IS NULL AND (told_at IS NULL OR (overdue_told_at IS NULL AND acknowledged_at IS NULL AND due_at <= now()))
 ORDER BY due_at, id LIMIT 20;

-- sent: lane
-- Whether anything is due: asked often, so it is a read that leaves no trace.
SELECT EXISTS (SELECT FROM message WHERE status IN ('queued', 'sending') AND not_before <= now())

-- Whether there are lines about the team's changes from before a moment.
-- $1 before timestamptz
-- sent: lane
SELECT EXISTS (SELECT FROM team_change WHERE changed_at < $1);

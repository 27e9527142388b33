-- Lines about the team's changes from before a moment, which nobody reads any more.
-- $1 before timestamptz
DELETE FROM team_change WHERE changed_at < $1;

-- A team's file replaces the leave and the extra hours that it brought, and not what a person entered since: somebody's illness would end
-- with the next import. Until now everything came from a file.
ALTER TABLE schedule_exception ADD COLUMN imported boolean NOT NULL DEFAULT true;
ALTER TABLE schedule_exception ALTER COLUMN imported SET DEFAULT false;

-- The roles of one PostgreSQL server; run once for each server by its superuser, and again without harm.
-- attune_owner    owns every table and cannot log in, so that nobody is exempt from row-level security by accident.
-- attune_migrate  changes the schema (as attune_owner); logs in only while a migration runs.
-- attune_app      serves people: never an owner, never exempt from row-level security.
-- attune_worker   sends messages and lets holds expire; the same rules.
-- attune_readonly reports; reads nothing without an actor either.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_owner') THEN
        CREATE ROLE attune_owner NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_migrate') THEN
        CREATE ROLE attune_migrate LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_app') THEN
        CREATE ROLE attune_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_worker') THEN
        CREATE ROLE attune_worker LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_readonly') THEN
        CREATE ROLE attune_readonly LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
    END IF;
END
$$;
GRANT attune_owner TO attune_migrate;
-- attune_worker does what the server does between requests: the same grants, its own connections.
GRANT attune_app TO attune_worker;

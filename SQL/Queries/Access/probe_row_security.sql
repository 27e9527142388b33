-- The tables of the clinic, and whether row-level security is enabled and forced on each..
-- sent: shared
SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity
  FROM pg_class c
 WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
 ORDER BY c.relname;

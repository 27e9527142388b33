-- The attributes of Attune's roles: whether each may pass row-level security by, directly or as a superuser, or owns what it serves.
-- sent: shared
SELECT r.rolname::text, r.rolsuper OR r.rolbypassrls, r.rolcreaterole OR r.rolcreatedb, r.rolcanlogin,
       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace)
  FROM pg_roles r
 WHERE r.rolname IN ('attune_owner', 'attune_migrate', 'attune_app', 'attune_worker', 'attune_readonly')
 ORDER BY r.rolname;

-- What doctor asks of a server: version as a number (150008), and settings that data or privacy rest on.
-- sent: shared
SELECT current_setting('server_version_num')::int, current_setting('data_checksums'), current_setting('fsync'),
       current_setting('synchronous_commit'), current_setting('full_page_writes'), current_setting('log_parameter_max_length_on_error'),
       current_setting('max_connections')::int, current_setting('TimeZone'), current_user::text;

-- For the rest of this transaction: group by hash and in memory. A page's row names 50 clients, so the breach question groups many millions of
-- values into some thousands; how many groups there are is nothing that PostgreSQL can know of an unnested array, so that it would sort
-- all of the values, on disk as soon as there were some tens of thousands.
SELECT set_config('enable_sort', 'off', true), set_config('work_mem', '64MB', true)

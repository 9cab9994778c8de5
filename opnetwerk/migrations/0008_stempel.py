"""The stamp of the public content, moved by PostgreSQL itself; `paginacache.tabellen` puts the triggers on the tables.

A row per connection: two transactions that write at the same time never wait for each other, and the sum of the rows
grows with every commit. The values are microseconds of the clock, so that a restored copy or a promoted replica never
comes back to a stamp that stood for other content. No model: emptying the tables of a test must not turn it back.
"""

from django.db import migrations

HEEN = """
CREATE TABLE opnetwerk_stempel (pid integer PRIMARY KEY, waarde numeric NOT NULL) WITH (fillfactor = 50);
INSERT INTO opnetwerk_stempel VALUES (0, floor(extract(epoch FROM clock_timestamp()) * 1000000));
CREATE FUNCTION opnetwerk_stempel_verzet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Once per transaction; a savepoint that is undone undoes the setting too.
    IF current_setting('opnetwerk.verzet', true) = pg_current_xact_id()::text THEN
        RETURN NULL;
    END IF;
    INSERT INTO opnetwerk_stempel AS stempel
    VALUES (pg_backend_pid(), floor(extract(epoch FROM clock_timestamp()) * 1000000))
    ON CONFLICT (pid) DO UPDATE SET waarde = greatest(stempel.waarde + 1, excluded.waarde);
    PERFORM set_config('opnetwerk.verzet', pg_current_xact_id()::text, true);
    PERFORM pg_notify('opnetwerk_stempel', pg_current_xact_id()::text);
    RETURN NULL;
END
$$;
"""
TERUG = """
DROP FUNCTION opnetwerk_stempel_verzet() CASCADE;
DROP TABLE opnetwerk_stempel;
"""


class Migration(migrations.Migration):
    dependencies = [("opnetwerk", "0007_bedrijf")]
    operations = [migrations.RunSQL(HEEN, TERUG)]

"""The log can only grow: a trigger refuses changes, whoever asks.

Two exceptions: an erased account leaves its lines (door becomes empty), and the retention command, which names itself
by setting `opnetwerk.bewaartermijn` in its transaction, removes what is past its term.
"""

from django.db import migrations

BEWAAK = """
CREATE FUNCTION opnetwerk_logregel_bewaak() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('opnetwerk.bewaartermijn', true) = 'aan' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.door_id IS NULL AND to_jsonb(NEW) - 'door_id' = to_jsonb(OLD) - 'door_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Het logboek wordt alleen bijgeschreven.';
END
$$;
CREATE TRIGGER logregel_alleen_bijschrijven BEFORE UPDATE OR DELETE ON opnetwerk_logregel
    FOR EACH ROW EXECUTE FUNCTION opnetwerk_logregel_bewaak();
"""
TERUG = """
DROP TRIGGER logregel_alleen_bijschrijven ON opnetwerk_logregel;
DROP FUNCTION opnetwerk_logregel_bewaak();
"""


class Migration(migrations.Migration):
    dependencies = [("opnetwerk", "0002_redactie")]
    operations = [migrations.RunSQL(BEWAAK, TERUG)]

"""What searching needs of PostgreSQL: Dutch word stems without accents, and numbers that rise in order of commit."""

from django.db import migrations

NEDERLANDS = """
CREATE TEXT SEARCH CONFIGURATION nederlands (COPY = dutch);
ALTER TEXT SEARCH CONFIGURATION nederlands
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;
"""
# The lock is held until commit, so a lower number never appears after a higher one.
NUMMER = """
CREATE SEQUENCE talent_zoekrij_nummer;
CREATE FUNCTION talent_zoekrij_nummer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('talent_zoekrij'));
    NEW.nummer := nextval('talent_zoekrij_nummer');
    RETURN NEW;
END $$;
CREATE TRIGGER talent_zoekrij_nummer BEFORE INSERT OR UPDATE ON talent_zoekrij
    FOR EACH ROW EXECUTE FUNCTION talent_zoekrij_nummer();
"""
NUMMER_TERUG = """
DROP TRIGGER talent_zoekrij_nummer ON talent_zoekrij;
DROP FUNCTION talent_zoekrij_nummer();
DROP SEQUENCE talent_zoekrij_nummer;
"""


class Migration(migrations.Migration):
    dependencies = [("talent", "0001_talent"), ("igs", "0001_extensies")]
    operations = [
        migrations.RunSQL(NEDERLANDS, "DROP TEXT SEARCH CONFIGURATION nederlands"),
        migrations.RunSQL(NUMMER, NUMMER_TERUG),
    ]

"""A column on the table that every page reads, and a required one on a table that a form writes, with its default in
the database: the code of before, which knows neither, goes on writing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("igs", "__first__"), ("opnetwerk", "__first__")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE igs_melding ADD COLUMN oefening_verplicht text NOT NULL DEFAULT ''",
            "ALTER TABLE igs_melding DROP COLUMN oefening_verplicht",
        ),
        migrations.RunSQL("ALTER TABLE igs_igs ADD COLUMN oefening text", "ALTER TABLE igs_igs DROP COLUMN oefening"),
    ]

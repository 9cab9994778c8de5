"""The group whose members edit for the whole portal; a beheerder puts accounts in it."""

from django.db import migrations


def maak(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name="redactie")


class Migration(migrations.Migration):
    dependencies = [
        ("opnetwerk", "0003_logboek_alleen_bijschrijven"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(maak, migrations.RunPython.noop)]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("igs", "0003_regels_en_hulp"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bezoektelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("maand", models.DateField(help_text="De eerste dag van de maand.", verbose_name="maand")),
                ("bekeken", models.PositiveIntegerField(default=0, verbose_name="bekeken")),
                (
                    "igs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bezoektellingen",
                        to="igs.igs",
                        verbose_name="IGS",
                    ),
                ),
            ],
            options={
                "verbose_name": "bezoektelling",
                "verbose_name_plural": "bezoektellingen",
                "constraints": [models.UniqueConstraint(fields=("igs", "maand"), name="bezoektelling_een_per_maand")],
            },
        ),
    ]

"""Words that very many makers have, as rows of bits: searching them reads kilobytes instead of the whole table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("talent", "0003_oproepen")]
    operations = [
        migrations.CreateModel(
            name="Woordrij",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("woord", models.TextField()),
                ("blok", models.IntegerField()),
                ("tot", models.BigIntegerField()),
                ("rij", models.BinaryField()),
            ],
            options={"verbose_name": "woordrij", "verbose_name_plural": "woordrijen"},
        ),
        migrations.AddConstraint(
            model_name="woordrij",
            constraint=models.UniqueConstraint(fields=("woord", "blok"), name="woordrij_een_per_blok"),
        ),
    ]

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("opnetwerk", "0006_toestemming"),
    ]

    operations = [
        migrations.CreateModel(
            name="Onbestelbaar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                (
                    "soort",
                    models.CharField(
                        choices=[("hard", "bestaat niet"), ("zacht", "kan nu niets krijgen")],
                        max_length=5,
                        verbose_name="hoe",
                    ),
                ),
                ("keren", models.PositiveSmallIntegerField(default=1, verbose_name="hoe vaak")),
                ("reden", models.CharField(blank=True, max_length=300, verbose_name="wat de andere server zei")),
                ("eerst_op", models.DateTimeField(verbose_name="eerst op")),
                ("laatst_op", models.DateTimeField(verbose_name="laatst op")),
                ("opgeheven_op", models.DateTimeField(blank=True, null=True, verbose_name="opgeheven op")),
            ],
            options={
                "verbose_name": "onbestelbaar adres",
                "verbose_name_plural": "onbestelbare adressen",
                "ordering": ["-laatst_op"],
            },
        ),
        migrations.CreateModel(
            name="Taakloop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stap", models.CharField(max_length=60, verbose_name="wat")),
                ("begonnen_op", models.DateTimeField(verbose_name="begonnen op")),
                ("seconden", models.FloatField(default=0, verbose_name="duur in seconden")),
                ("aantal", models.PositiveIntegerField(default=0, verbose_name="aantal")),
                ("fout", models.TextField(blank=True, verbose_name="wat er misging")),
                ("verslag", models.JSONField(blank=True, default=dict, verbose_name="verslag")),
            ],
            options={
                "verbose_name": "gelopen taak",
                "verbose_name_plural": "gelopen taken",
                "ordering": ["-begonnen_op", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Wissing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("soort", models.CharField(max_length=30, verbose_name="soort")),
                ("sleutel", models.CharField(max_length=64, verbose_name="kenmerk")),
                ("op", models.DateTimeField(verbose_name="gewist op")),
            ],
            options={
                "verbose_name": "wissing",
                "verbose_name_plural": "wissingen",
                "ordering": ["-op", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="uitgaandemail",
            name="verzoek",
            field=models.CharField(blank=True, max_length=36, verbose_name="nummer van het verzoek"),
        ),
        migrations.AlterField(
            model_name="uitgaandemail",
            name="stand",
            field=models.CharField(
                choices=[
                    ("wacht", "wacht"),
                    ("verzonden", "verzonden"),
                    ("mislukt", "mislukt"),
                    ("tegengehouden", "tegengehouden"),
                ],
                default="wacht",
                max_length=15,
                verbose_name="stand",
            ),
        ),
        migrations.AddIndex(
            model_name="deelnemer",
            index=models.Index(django.db.models.functions.text.Lower("email"), name="deelnemer_op_adres"),
        ),
        migrations.AddConstraint(
            model_name="onbestelbaar",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"), name="onbestelbaar_een_keer"
            ),
        ),
        migrations.AddIndex(
            model_name="taakloop",
            index=models.Index(fields=["stap", "-begonnen_op"], name="taakloop_laatste"),
        ),
        migrations.AddConstraint(
            model_name="wissing",
            constraint=models.UniqueConstraint(fields=("soort", "sleutel"), name="wissing_een_keer"),
        ),
    ]

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cultuurnota", "0002_zakelijk_en_opvolging")]

    operations = [
        migrations.AddField(
            model_name="begrotingspost",
            name="kenmerk",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        # A default counts once for all rows that stand; each line needs its own.
        migrations.RunSQL("UPDATE cultuurnota_begrotingspost SET kenmerk = gen_random_uuid()", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="begrotingspost",
            name="kenmerk",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]

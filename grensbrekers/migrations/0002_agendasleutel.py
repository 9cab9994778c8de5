import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grensbrekers", "0001_grensbrekers")]

    operations = [
        migrations.AddField(
            model_name="grensbreker",
            name="agendasleutel",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        # A default counts once for all rows that stand; each member needs its own. The feeds that are in use carry the
        # key of the personal link: it stays good as the key of the feed.
        migrations.RunSQL("UPDATE grensbrekers_grensbreker SET agendasleutel = sleutel", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="grensbreker",
            name="agendasleutel",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_reading"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="problem",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="picture",
            name="render_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["file"], name="picture_by_file"),
        ),
        migrations.AddIndex(
            model_name="rendition",
            index=models.Index(fields=["file"], name="rendition_by_file"),
        ),
    ]

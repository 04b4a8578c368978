import re

from django.db import migrations, models

MARKER = re.compile(r"\[exercise\s+([-\w]+)\]", re.IGNORECASE)


def note_exercises(apps, schema_editor):
    """Keep for the articles that stand already which exercises they show."""
    article = apps.get_model("articles", "Article")
    known = dict(apps.get_model("articles", "Exercise").objects.values_list("slug", "pk"))
    showing = article.objects.filter(body__icontains="[exercise ") if known else article.objects.none()
    through = article.exercises.through
    for key, body in showing.values_list("pk", "body").iterator(chunk_size=500):
        keys = {known[slug.lower()] for slug in MARKER.findall(body) if slug.lower() in known}
        through.objects.bulk_create(through(article_id=key, exercise_id=one) for one in keys)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_signing"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="exercises",
            field=models.ManyToManyField(
                editable=False, related_name="articles", to="articles.exercise"
            ),
        ),
        migrations.RunPython(note_exercises, migrations.RunPython.noop),
    ]

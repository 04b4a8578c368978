from django.db import migrations


def let_worker_index(apps, schema_editor):
    """Queue what was published before there was a search: the worker takes minutes for very many,
    and readers find more and more meanwhile.
    """
    article = apps.get_model("articles", "Article")
    unindexed = apps.get_model("articles", "Unindexed")
    published = article.objects.filter(status="published").values_list("pk", flat=True)
    unindexed.objects.bulk_create(
        (unindexed(pk=key) for key in published), batch_size=2000, ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_search"),
    ]

    operations = [
        migrations.RunPython(let_worker_index, migrations.RunPython.noop),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_index_articles'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('reviewer__isnull', False)), fields=['reviewer', '-publish_at'], name='article_reviewed_by'),
        ),
    ]

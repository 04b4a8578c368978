import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_picture_lease"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="was_public",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RemoveConstraint(
            model_name="redirect",
            name="redirect_leads_somewhere",
        ),
        migrations.AddField(
            model_name="redirect",
            name="exercise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="articles.exercise",
                verbose_name="exercise",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", 410),
                    models.Q(("url", ""), _negated=True),
                    ("article__isnull", False),
                    ("category__isnull", False),
                    ("tag__isnull", False),
                    ("author__isnull", False),
                    ("series__isnull", False),
                    ("exercise__isnull", False),
                    _connector="OR",
                ),
                name="redirect_leads_somewhere",
                violation_error_message="Choose what the address leads to.",
            ),
        ),
    ]

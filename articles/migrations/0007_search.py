import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


TABLES = {
    "sqlite": [
        """CREATE VIRTUAL TABLE articles_search USING fts5 (
            title, standfirst, names, body, marks,
            tokenize = 'porter unicode61 remove_diacritics 2'
        )""",
        """CREATE TABLE articles_searchorder (
            article_id integer NOT NULL PRIMARY KEY,
            publish_at text NOT NULL
        )""",
    ],
    "postgresql": [
        """CREATE TABLE articles_search (
            article_id bigint PRIMARY KEY,
            publish_at timestamptz NOT NULL,
            title_words tsvector NOT NULL,
            words tsvector NOT NULL
        )""",
        "CREATE INDEX articles_search_words ON articles_search USING gin (words)",
        "CREATE INDEX articles_search_title ON articles_search USING gin (title_words)",
        """CREATE TABLE articles_searchtext (
            article_id bigint PRIMARY KEY,
            title text NOT NULL,
            standfirst text NOT NULL,
            body text NOT NULL
        )""",
    ],
}
NAMES = {
    "sqlite": ["articles_search", "articles_searchorder"],
    "postgresql": ["articles_search", "articles_searchtext"],
}


def make_tables(apps, schema_editor):
    """Make the index's tables, which no model knows: each database has its own."""
    for statement in TABLES[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_tables(apps, schema_editor):
    for name in NAMES[schema_editor.connection.vendor]:
        schema_editor.execute(f"DROP TABLE {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=100, unique=True, verbose_name='looked for')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='how often')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last')),
            ],
            options={
                'verbose_name': 'search without result',
                'verbose_name_plural': 'what readers looked for and did not find',
                'ordering': ['-count', '-last_at'],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('written', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Unindexed',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='articles.article')),
            ],
        ),
        migrations.CreateModel(
            name='WordPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=3)),
                ('word', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='articles.searchword')),
            ],
            options={
                'indexes': [models.Index(fields=['word'], name='word_part_of')],
                'constraints': [models.UniqueConstraint(fields=('part', 'word'), name='word_part_once')],
            },
        ),
        migrations.RunPython(make_tables, drop_tables),
    ]

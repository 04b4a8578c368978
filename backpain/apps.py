from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BackpainConfig(AppConfig):
    name = "backpain"
    verbose_name = "Publication"

    def ready(self) -> None:
        from backpain import checks, groups  # noqa: F401 (checks registers itself)

        post_migrate.connect(groups.grant)

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BackpainConfig(AppConfig):
    name = "backpain"
    verbose_name = "Publication"

    def ready(self) -> None:
        from backpain import checks, desk, groups, outbox, panels, worker  # noqa: F401 (checks)

        post_migrate.connect(groups.grant)
        worker.register("letters", outbox.deliver)
        worker.register("old letters", outbox.forget, every=3600)
        desk.register(panels.background_work)
        desk.register(panels.letters)

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BackpainConfig(AppConfig):
    name = "backpain"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from backpain import (  # noqa: F401 (checks registers itself)
            checks,
            desk,
            groups,
            outbox,
            pages,
            panels,
            statistics,
            visitors,
            worker,
        )
        from backpain.people import joining, passwords, sessions

        post_migrate.connect(groups.grant)
        user_logged_in.connect(sessions.begin)
        worker.register("letters", outbox.deliver)
        worker.register("old letters", outbox.forget, every=3600)
        worker.register("old page tags", pages.forget_old_tags, every=3600)
        worker.register("old rate windows", visitors.forget_old_windows, every=3600)
        worker.register("statistics", statistics.refresh, every=6 * 3600)
        worker.register("password letters", passwords.answer)
        worker.register("old invitations", joining.forget, every=3600)
        worker.register("old sessions", sessions.forget, every=3600)
        desk.register(panels.background_work)
        desk.register(panels.letters)

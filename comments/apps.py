from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from backpain import desk, worker
        from comments import captcha, panels, retention

        worker.register("captcha", captcha.judge)
        worker.register("comments.addresses", retention.forget_addresses, every=3600)
        desk.register(panels.waiting)
        desk.register(panels.broken_captcha)

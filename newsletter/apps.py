from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

HOURLY = 60 * 60


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        from backpain import desk, worker
        from newsletter import panels, retention

        desk.register(panels.subscribers)
        worker.register(
            "delete unconfirmed subscribers", retention.delete_unconfirmed, every=HOURLY
        )
        worker.register("forget who subscribed from where", retention.forget_clients, every=HOURLY)

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles import cards, menus, panels, retention
        from articles.admin import calendar
        from articles.links import checking, noting, report
        from articles.links import own as own_links
        from articles.pictures import files as picture_files
        from articles.pictures import panels as picture_panels
        from articles.pictures import renditions
        from articles.revisions import scheduling
        from articles.signing import reminding
        from backpain import desk, worker

        post_migrate.connect(menus.make, sender=self)
        worker.register("articles.changes", scheduling.apply_due, every=1)
        worker.register("pictures", renditions.render)
        worker.register("pictures.files", picture_files.sweep, every=6 * 3600)
        worker.register("reports.addresses", retention.forget_addresses, every=3600)
        worker.register("unsaved", retention.forget_unsaved, every=3600)
        worker.register("reviews.reminders", reminding.remind, every=3600)
        worker.register("previews", retention.forget_preview_links, every=3600)
        desk.register(panels.drafts)
        desk.register(panels.reports)
        desk.register(picture_panels.failed)
        desk.register(panels.reviews_due)
        desk.register(panels.waiting_for_review)
        desk.register(panels.changes_not_made)
        worker.register("cards", cards.make, every=2)
        desk.register(report.panel)
        desk.register(calendar.coming_up)
        worker.register("links", checking.begin, every=5)
        worker.register("links.own", own_links.check, every=60)
        worker.register("links.read", noting.read_again, every=600)
        worker.register("links.sweep", noting.sweep, every=24 * 3600)
        self._watch_cards()
        self._keep_index()

    def _watch_cards(self) -> None:
        from articles import cards
        from articles.models import Article, Category, Picture
        from backpain.models import Publication

        pre_save.connect(cards.on_renaming, sender=Publication)
        post_save.connect(cards.on_saved, sender=Picture)
        post_save.connect(cards.on_saved, sender=Category)
        pre_delete.connect(cards.on_saved, sender=Category)
        post_delete.connect(cards.on_deleted, sender=Article)

    def _keep_index(self) -> None:
        from articles.models import Article, Author, Category, Tag
        from articles.search import indexing, misses
        from backpain import desk, worker

        worker.register("search", indexing.catch_up)
        worker.register("search.sweep", indexing.sweep, every=3600)
        worker.register("search.misses", misses.forget, every=24 * 3600)
        desk.register(misses.panel)
        post_delete.connect(indexing.on_deleted, sender=Article)
        for named in (Author, Category, Tag):
            pre_save.connect(indexing.on_renaming, sender=named)
            pre_delete.connect(indexing.on_leaving, sender=named)

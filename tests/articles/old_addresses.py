"""How things come by another address, and where the old one leads."""

from articles.redirects import keeping


def rename(thing, slug):
    """Give `thing` another slug, as the desk does."""
    old, thing.slug = thing.slug, slug
    thing.save()
    return keeping.renamed(thing, old)


def leads(client, path, **extra):
    """Return where `path` leads in one step; the status if it leads nowhere."""
    if path.startswith("//"):  # Django's client would take it for another host
        path, extra = "/", {"PATH_INFO": path}
    answer = client.get(path, **extra)
    return answer.headers.get("Location", answer.status_code)

"""The public addresses. Fixed ones come first: a language is matched last."""

from django.urls import path, register_converter

from glossary.web import (
    alternates,
    ask,
    brand,
    browse,
    cards,
    feeds,
    health,
    llms,
    meanings,
    media,
    pages,
    pictures,
    preview,
    robots,
    search,
    sitemaps,
    tags,
    terms,
)
from glossary.web.converters import LanguageConverter

register_converter(LanguageConverter, "language")

app_name = "glossary"
urlpatterns = [
    path("", pages.home, name="home"),
    path("glossary/", browse.term_list, name="term-list"),
    path("glossary/<str:slug>.md", alternates.term_markdown, name="term-markdown"),
    path("glossary/<str:slug>.json", alternates.term_json, name="term-json"),
    path("glossary/<path:name>/meanings/", meanings.meanings, name="meanings"),
    path("glossary/<path:name>/meanings/card/", meanings.meanings_card, name="meanings-card"),
    path("glossary/<path:slug>/card/", cards.term_card, name="term-card"),
    # A path, because a name that somebody puts into an address may hold a slash: TCP/IP.
    path("glossary/<path:slug>/", terms.term_detail, name="term-detail"),
    path("glossary/<path:slug>", terms.term_without_slash, name="term-without-slash"),
    path("tags/", tags.tag_list, name="tag-list"),
    path("tags/<str:slug>/", tags.tag_detail, name="tag-detail"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("brand.<slug:version>.css", brand.brand, name="brand"),
    path("icon.<slug:version>.svg", brand.icon, name="icon"),
    path("favicon.ico", brand.favicon, name="favicon"),
    path("media/<path:path>", media.upload, name="media"),
    path("healthz", health.healthz, name="healthz"),
    path("preview/<int:pk>/", preview.term_preview, name="term-preview"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="search-suggest"),
    path("search/ask/", ask.ask, name="search-ask"),
    path("feeds/terms.atom", feeds.term_feed, name="term-feed"),
    path("feeds/tags/<str:slug>.atom", feeds.tag_feed, name="tag-feed"),
    path("pictures/site.png", pictures.site_picture, name="site-picture"),
    path("pictures/<language:language>/<str:slug>.png", pictures.term_picture, name="term-picture"),
    path("llms.txt", llms.llms, name="llms"),
    path("llms-full.txt", llms.llms_full, name="llms-full"),
    path("opensearch.xml", robots.opensearch, name="opensearch"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_piece, name="sitemap-piece"),
    path("<language:language>/glossary/", browse.term_list, name="translated-term-list"),
    path(
        "<language:language>/glossary/<str:slug>.md",
        alternates.term_markdown,
        name="translated-term-markdown",
    ),
    path(
        "<language:language>/glossary/<str:slug>.json",
        alternates.term_json,
        name="translated-term-json",
    ),
    path("<language:language>/feeds/terms.atom", feeds.term_feed, name="translated-term-feed"),
    path(
        "<language:language>/glossary/<path:name>/meanings/",
        meanings.meanings,
        name="translated-meanings",
    ),
    path(
        "<language:language>/glossary/<path:name>/meanings/card/",
        meanings.meanings_card,
        name="translated-meanings-card",
    ),
    path(
        "<language:language>/glossary/<path:slug>/card/",
        cards.term_card,
        name="translated-term-card",
    ),
    path(
        "<language:language>/glossary/<path:slug>/",
        terms.term_detail,
        name="translated-term-detail",
    ),
    path(
        "<language:language>/glossary/<path:slug>",
        terms.term_without_slash,
        name="translated-term-without-slash",
    ),
]

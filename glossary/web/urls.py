"""The public addresses. Fixed ones come first: a language is matched last."""

from django.urls import path, register_converter

from glossary.web import browse, health, machines, media, pages, preview, tags, terms
from glossary.web.converters import LanguageConverter

register_converter(LanguageConverter, "language")

app_name = "glossary"
urlpatterns = [
    path("", pages.home, name="home"),
    path("glossary/", browse.term_list, name="term-list"),
    path("glossary/<str:slug>.md", machines.term_markdown, name="term-markdown"),
    path("glossary/<str:slug>.json", machines.term_json, name="term-json"),
    # A path, because a name that somebody puts into an address may hold a slash: TCP/IP.
    path("glossary/<path:slug>/", terms.term_detail, name="term-detail"),
    path("tags/", tags.tag_list, name="tag-list"),
    path("tags/<str:slug>/", tags.tag_detail, name="tag-detail"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("media/<path:path>", media.upload, name="media"),
    path("healthz", health.healthz, name="healthz"),
    path("preview/<int:pk>/", preview.term_preview, name="term-preview"),
    path("llms.txt", machines.llms, name="llms"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("<language:language>/glossary/", browse.term_list, name="translated-term-list"),
    path(
        "<language:language>/glossary/<str:slug>.md",
        machines.term_markdown,
        name="translated-term-markdown",
    ),
    path(
        "<language:language>/glossary/<str:slug>.json",
        machines.term_json,
        name="translated-term-json",
    ),
    path(
        "<language:language>/glossary/<path:slug>/",
        terms.term_detail,
        name="translated-term-detail",
    ),
]

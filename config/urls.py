"""Root addresses: the editors' admin, then everything that readers see."""

from django.contrib import admin
from django.urls import include, path

handler400 = "glossary.web.errors.bad_request"
handler403 = "glossary.web.errors.permission_denied"
handler404 = "glossary.web.errors.not_found"
handler500 = "glossary.web.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("glossary.web.urls")),
]

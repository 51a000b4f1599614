"""Everything for people lies under /console/."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("console/", admin.site.urls),
    path("", RedirectView.as_view(url="/console/")),
]

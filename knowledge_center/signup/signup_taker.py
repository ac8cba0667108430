"""Whether anybody takes what the signup form posts: a host that only serves files takes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from knowledge_center.problems import Problem
from knowledge_center.settings.model import Settings
from knowledge_center.settings.reader import FILE

# Hosts of files, by what the addresses that they give to sites end in.
_BY_ADDRESS = {
    ".github.io": "GitHub Pages",
    ".gitlab.io": "GitLab Pages",
    ".netlify.app": "Netlify",
    ".pages.dev": "Cloudflare Pages",
    ".vercel.app": "Vercel",
}
# Set by ``knowledge-center run`` for its builds: the branch that the site is pushed to, for hosts that publish one.
DEPLOY_BRANCH = "KC_DEPLOY_BRANCH"
# What they set where they build (their documentation of the build environment).
_BY_VARIABLE = {"NETLIFY": "Netlify", "CF_PAGES": "Cloudflare Pages", "VERCEL": "Vercel"}
_SECTION = "extra.knowledge_center"
_CHOICES = (
    "service_url: https://subscribe.example.com    # in subscribe: where your signup service answers\n"
    "provider: buttondown                          # in subscribe: a mail service takes the signups\n"
    "provider: link                                # in subscribe, with url: how else to sign up or follow\n"
    "publish: host                                 # beside subscribe: the host of the site answers /subscribe"
)


def signup_taker_problems(settings: Settings, environment: Mapping[str, str]) -> Iterator[Problem]:
    """What is to be said where the form posts to the site's own address, and only files are there.

    A problem where the settings, the site's address or the way it is deployed say so. Where only the host of the
    build does, it is advice: that tells where a site is built, and not where it goes.
    """
    chosen = settings.subscribe
    if chosen.provider != "own" or chosen.service_url or settings.publish == "host":
        return
    host = urlsplit(settings.site_url).hostname or ""
    by_address = next((name for end, name in _BY_ADDRESS.items() if host.endswith(end)), "")
    by_deploy = _by_deploy(environment)
    built_by = next((name for variable, name in _BY_VARIABLE.items() if environment.get(variable)), "")
    if settings.publish == "static":
        where = "publish: static says that only files are there"
    elif by_address:
        where = f"{host} is an address at {by_address}, where only files are"
    elif by_deploy:
        where = f"this build goes to {by_deploy}, where only files are"
    elif built_by:
        where = f"this build runs for {built_by}, where only files are"
    else:
        return
    yield Problem(
        path=FILE,
        message=(
            f"{_SECTION}.subscribe: The signup form posts to {settings.site_url}, where your own signup service is to "
            f"answer, but {where}: nobody would take the signups. One of these lines says who does."
        ),
        fix=_CHOICES,
        advice=not (by_address or by_deploy or settings.publish == "static"),
        rule="site.signup.taker",
    )


def _by_deploy(environment: Mapping[str, str]) -> str:
    """Where files alone go from here. A workflow at GitHub may deploy anywhere: it says nothing by itself."""
    branch = environment.get(DEPLOY_BRANCH, "")
    if branch:
        return f"the branch {branch}"
    # A job of that name publishes there (docs.gitlab.com/user/project/pages).
    to_pages = environment.get("GITLAB_CI") and environment.get("CI_JOB_NAME") == "pages"
    return "GitLab Pages" if to_pages else ""

"""What the editing program has to know of this site: its configuration, made of the schema of the fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from knowledge_center.articles.article_schema import ARTICLE, AUTHORS, CATEGORIES
from knowledge_center.articles.model import POSTS, Author, Category
from knowledge_center.digests.issue_draft import ISSUE_DRAFT
from knowledge_center.front_matter.field_schema import FieldSchema
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.settings.model import AdminSettings, Settings
from knowledge_center.text.slugs import NAME

# Where each of the three answers if it is not run by the site's own people: the API, and who is asked to log in.
_HOSTS = {
    "github": ("https://github.com", "https://api.github.com"),
    "gitlab": ("https://gitlab.com", "https://gitlab.com/api/v4"),
    "gitea": ("https://gitea.com", "https://gitea.com/api/v1"),
}
_API_PATHS = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}
# As Markdown stands there: the program would write all of an article anew, in its own way, when a title is changed.
_TEXT = {"name": "body", "label": "Text", "widget": "markdown", "modes": ["raw", "rich_text"]}
# What is typed is what is kept, on the site's clock. A date that nobody touches stays as it is written.
_MOMENT_FORMAT = "YYYY-MM-DD HH:mm"

_KEY_SIGNS = "Small letters, digits and hyphens."

# What an editor has to know of a field in a form, where that is less than in a file.
_HINTS = {
    "title": "The headline.",
    "authors": "Who wrote it.",
    "categories": "What it is about, first what it is filed under.",
    "image": "It will lie beside the article.",
    "draft": "On: nobody sees the article but those who write here.",
    "aliases": "File names it had before, or old addresses that shall lead here, such as /blog/old-path/.",
}

Json = dict[str, Any]


def cms_config(
    settings: Settings,
    admin: AdminSettings,
    authors: Mapping[str, Author],
    categories: Mapping[str, Category],
    drafts: Mapping[str, str],
    lists: Collection[str] = (),
) -> Json:
    """The configuration. ``drafts`` is the file of the words for the next issue by digest, relative to docs.

    ``lists`` are the files of authors and topics that can be edited, those without a dot, relative to docs.
    """
    keys = {
        "authors": {key: author.name for key, author in authors.items()},
        "categories": {slug: category.name for slug, category in categories.items()},
    }
    # Of a list that can be edited, what it holds at that moment is offered: a new author can sign at once.
    collections = [
        _articles(settings, {name: {} if _list_file(name, lists) else known for name, known in keys.items()})
    ]
    if lists:
        collections.append(_lists(settings, lists))
    if drafts:
        collections.append(_drafts(settings, drafts))
    return {
        "backend": _backend(admin),
        "app_title": settings.site_name,
        "site_url": settings.site_url,
        **_logo(settings),
        "show_preview_links": False,
        "media_folder": f"{settings.docs_dir}/assets",
        "public_folder": "/assets",
        "media_libraries": {
            "default": {"config": {"slugify_filename": True}},
            # Photographs from elsewhere would be asked for elsewhere.
            "stock_assets": {"providers": []},
        },
        "slug": {"encoding": "ascii", "clean_accents": True, "timezone": "local"},
        "output": {"omit_empty_optional_fields": True},
        "collections": collections,
    }


def origins(admin: AdminSettings) -> tuple[str, ...]:
    """The hosts that the program asks once somebody has logged in."""
    if admin.backend == "local":
        return ()
    web, api = _hosts(admin)
    asked = [api, *([web] if admin.app_id else [])]
    return tuple(dict.fromkeys(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked))


def _hosts(admin: AdminSettings) -> tuple[str, str]:
    if not admin.url:
        return _HOSTS[admin.backend]
    web = admin.url.rstrip("/")
    return web, web + _API_PATHS[admin.backend]


def _logo(settings: Settings) -> Json:
    """The logo by its path; where there is none the program shows its own."""
    logo = settings.organization.logo
    return {"logo": {"src": urlsplit(settings.absolute(logo)).path}} if logo else {}


def _backend(admin: AdminSettings) -> Json:
    if admin.backend == "local":
        # A name is asked for; the folder on this machine is chosen when the page is open.
        return {"name": "github", "repo": "local/repository", "auth_methods": ["token"]}
    web, api = _hosts(admin)
    made: Json = {"name": admin.backend, "repo": admin.repo}
    if admin.branch:
        made["branch"] = admin.branch
    if admin.url:
        made["api_root"] = api
    if admin.app_id:
        made |= {"app_id": admin.app_id, "base_url": web}
        if admin.backend == "gitlab":
            made["auth_type"] = "pkce"
    elif admin.login_url:
        made["base_url"] = admin.login_url.rstrip("/")
    else:
        # Without an application that logs people in, each has a token of their own.
        made["auth_methods"] = ["token"]
    return made


def _articles(settings: Settings, keys: Mapping[str, Mapping[str, str]]) -> Json:
    fields = [_field(field, settings, keys) for field in ARTICLE.fields]
    required = [field for field in fields if field["required"]]
    optional = [field for field in fields if not field["required"]]
    return {
        "name": "articles",
        "label": "Articles",
        "label_singular": "Article",
        "folder": f"{settings.docs_dir}/{POSTS}",
        "path": "{{year}}/{{slug}}",
        "format": "yaml-frontmatter",
        "extension": "md",
        # Pictures lie beside their article: to the program, an article is a folder of its own.
        "media_folder": "..",
        "public_folder": "",
        "slug": {
            "template": "{{title}}",
            "editable": ["create"],
            "pattern": [f"^(?:{NAME.pattern})$", _KEY_SIGNS],
            "hint": "The article's address. It stays when the title changes.",
        },
        # What was published leaves with a line in .gone.yml.
        "delete": False,
        "sortable_fields": {
            "fields": ["date", "title"],
            "default": {"field": "date", "direction": "descending"},
        },
        "view_filters": [{"label": "Drafts", "field": "draft", "pattern": True}],
        "fields": [*required, _TEXT, *optional],
    }


def _list_file(name: str, lists: Collection[str]) -> str:
    return next((path for path in lists if path.endswith(f"/{name}.yml")), "")


def _lists(settings: Settings, lists: Collection[str]) -> Json:
    """Authors and topics: a list in a file each, every entry with its key."""
    key = {
        "name": "key", "label": "Key", "widget": "string", "pattern": [f"^(?:{NAME.pattern})$", _KEY_SIGNS],
        "hint": "Stands in web addresses and in articles; never changed once readers have seen it.",
    }  # fmt: skip
    files = []
    for schema, label, one in ((AUTHORS, "Authors", "Author"), (CATEGORIES, "Topics", "Topic")):
        if path := _list_file(schema.name, lists):
            fields = [_field(field, settings, {}) for field in schema.fields]
            each: Json = {
                "name": schema.name, "label": label, "label_singular": one, "widget": "list", "collapsed": True,
                "summary": "{{fields.name}}", "fields": [key, *fields],
            }  # fmt: skip
            files.append(
                {"name": schema.name, "label": label, "file": f"{settings.docs_dir}/{path}", "fields": [each]}
            )
    return {"name": "lists", "label": "Authors and topics", "files": files}


def _drafts(settings: Settings, drafts: Mapping[str, str]) -> Json:
    names = {digest.key: digest.title for digest in settings.digests}
    fields = [_field(field, settings, {}) for field in ISSUE_DRAFT.fields]
    return {
        "name": "digests",
        "label": "Words for the next issue",
        "files": [
            {
                "name": key,
                "label": names[key],
                "file": f"{settings.docs_dir}/{path}",
                "format": "yaml-frontmatter",
                "fields": [*fields, _TEXT | {"label": "Introduction", "required": False}],
            }
            for key, path in drafts.items()
        ],
    }


def _field(field: FieldSchema, settings: Settings, keys: Mapping[str, Mapping[str, str]]) -> Json:
    """One field of the form. A kind without a way of its own here is a line of text."""
    hint = _HINTS.get(field.name, field.about.replace("`", ""))
    if field.name == "date":
        hint = f"Day and hour on the clock of {settings.zone.key}, not of your computer. In the future: scheduled."
    made: Json = {"name": field.name, "label": field.label, "required": field.required, "hint": hint}
    match field.kind:
        case "flag":
            return made | {"widget": "boolean"}
        case "choice":
            return made | {"widget": "select", "options": list(field.choices)}
        case "keys":
            # As a list, not as boxes to tick: it keeps the order in which they were chosen.
            made |= {"multiple": True, "dropdown_threshold": 0, "min": int(field.required)}
            name = field.keys_of
            if keys[name]:
                options = [{"label": label, "value": key} for key, label in keys[name].items()]
                return made | {"widget": "select", "options": options}
            of_list = {
                "value_field": f"{name}.*.key",
                "display_fields": [f"{name}.*.name"],
                "search_fields": [f"{name}.*.name"],
            }
            return made | {"widget": "relation", "collection": "lists", "file": name, **of_list}
        case "names":
            return made | {"widget": "list"}
        case "picture":
            return made | {"widget": "image", "accept": ",".join(TYPES), "choose_url": False}
        case "part":
            whole = {"name": "name", "label": "Name", "widget": "string", "required": True}
            part = {
                "name": "part",
                "label": "Part",
                "widget": "number",
                "value_type": "int",
                "min": 1,
                "required": True,
            }
            return made | {"widget": "object", "fields": [whole, part]}
        case "moment" if field.required:
            moment = {"format": _MOMENT_FORMAT, "input_timezone": settings.zone.key, "default": "{{now}}"}
            return made | {"widget": "datetime", **moment}
    made["widget"] = "string"
    if field.pattern:
        made["pattern"] = [f"^(?:{field.pattern})$", f"As in: {field.example}"]
    if field.least:
        made["minlength"] = field.least // 2
    if field.most:
        made["maxlength"] = field.most
    return made

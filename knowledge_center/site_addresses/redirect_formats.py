"""Old addresses as real redirects (301), in the files of web servers and hosts.

The pages that lead on stay beside them, for hosts without one. A path here is what a reader's address means, with its
slash at the beginning and without escapes; no path holds a blank, a quotation mark, a backslash, ``?`` or ``#``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

# From an old path to the path of now.
Redirects = Mapping[str, str]
# What has no meaning of its own in the files of Netlify and Cloudflare: a star and a colon stand for others there.
_PLAIN = "/-._~!$&'()+,;=@"
_HEAD = "Made by knowledge-center redirects: every old address of an article, and where it leads."


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectFormat:
    """``write`` gives the text of the file.

    A host reads no more than ``most`` redirects, lines of ``longest`` signs and ``most_bytes`` in all; 0 is no limit.
    ``by_prefix``: each is about all paths that begin so, and the first that fits counts.
    """

    about: str
    write: Callable[[Redirects], str]
    most: int = 0
    longest: int = 0
    most_bytes: int = 0
    by_prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRedirects:
    """The text of a file, and the old paths that its host would not read, so that they are not in it."""

    text: str
    left_out: tuple[str, ...] = ()


def write_redirects(
    format: RedirectFormat, redirects: Redirects, pages: Collection[str] = ()
) -> WrittenRedirects:
    """As many as the host reads, the first ones first. No page is hidden: ``pages`` are the paths of all there are."""
    kept, left = dict[str, str](), list[str]()
    for path, to in redirects.items():
        if format.by_prefix and any(page.startswith(path) for page in pages):
            left.append(path)
            continue
        full = format.most and len(kept) >= format.most
        if full or (format.longest and len(quote(path, safe=_PLAIN)) + len(to) + 10 > format.longest):
            left.append(path)
        else:
            kept[path] = to
    while format.most_bytes and len(format.write(kept).encode()) > format.most_bytes:
        # A tenth at a time: what is in it is as much as fits, give or take as much.
        for path in list(kept)[-max(1, len(kept) // 10) :]:
            del kept[path]
            left.append(path)
    return WrittenRedirects(text=format.write(kept), left_out=tuple(left))


def _netlify(redirects: Redirects) -> str:
    # With the mark: else the page that leads on, which is there too, would be served in its place.
    return _lines(redirects, "301!")


def _cloudflare(redirects: Redirects) -> str:
    return _lines(redirects, "301")


def _lines(redirects: Redirects, code: str) -> str:
    rules = (f"{quote(path, safe=_PLAIN)} {quote(to)} {code}\n" for path, to in redirects.items())
    return f"# {_HEAD}\n{''.join(rules)}"


def _nginx(redirects: Redirects) -> str:
    """Places that match one path each: nginx finds them as fast as a map, and they need no sizes set for them."""
    rules = (
        f'location = "{path}" {{ return 301 {quote(to)}$is_args$args; }}\n'
        for path, to in _both_ways(redirects)
    )
    return f"# {_HEAD}\n{''.join(rules)}"


def _caddy(redirects: Redirects) -> str:
    rules = "".join(f"\t{_caddy_path(path)} {quote(to)}\n" for path, to in _both_ways(redirects))
    return (
        f'# {_HEAD}\nmap {{path}} {{knowledge_moved}} {{\n{rules}\tdefault ""\n}}\n'
        '@knowledge_moved expression `{knowledge_moved} != ""`\n'
        # What follows a question mark goes along.
        'map {query} {knowledge_query} {\n\t~^(.+)$ "?${1}"\n\tdefault ""\n}\n'
        "redir @knowledge_moved {knowledge_moved}{knowledge_query} 301\n"
    )


def _both_ways(redirects: Redirects) -> Iterator[tuple[str, str]]:
    """Each old path, and the one without its last slash: a server would first lead from that to the one with it."""
    for path, to in redirects.items():
        yield path, to
        if (bare := path.rstrip("/")) and bare not in redirects:
            yield bare, to


def _caddy_path(path: str) -> str:
    """A path for a map of Caddy's; one with braces, which would be a placeholder, as a pattern without any."""
    if "{" not in path and "}" not in path:
        return f'"{path}"'
    # In octal: the other ways to name a character have braces of their own.
    pattern = "".join(sign if sign.isalnum() or sign in "/-_" else f"\\{ord(sign):03o}" for sign in path)
    return f'"~^{pattern}$"'


def _s3(redirects: Redirects) -> str:
    """The configuration of a bucket's website. A rule there is about all keys that begin so."""
    rules = [
        {
            "Condition": {"KeyPrefixEquals": path.lstrip("/")},
            "Redirect": {"ReplaceKeyWith": to.lstrip("/"), "HttpRedirectCode": "301"},
        }
        # Where one path begins with another, the longer one is to be found first.
        for path, to in sorted(redirects.items(), key=lambda item: -len(item[0]))
    ]
    website: dict[str, object] = {
        "IndexDocument": {"Suffix": "index.html"},
        "ErrorDocument": {"Key": "404.html"},
    }
    if rules:
        website["RoutingRules"] = rules
    return json.dumps(website, ensure_ascii=False, indent=1) + "\n"


FORMATS = {
    "netlify": RedirectFormat(about="_redirects of Netlify", write=_netlify),
    "cloudflare": RedirectFormat(
        about="_redirects of Cloudflare Pages", write=_cloudflare, most=2000, longest=1000, most_bytes=100_000
    ),
    "nginx": RedirectFormat(about="places for a server of nginx", write=_nginx),
    "caddy": RedirectFormat(about="a map for a site of Caddy", write=_caddy),
    "s3": RedirectFormat(about="website configuration of an S3 bucket", write=_s3, most=50, by_prefix=True),
}

"""Rules about an article's pictures: the one that stands for it, and where those in its text are published."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_center.articles.docs_files import DocsFiles
from knowledge_center.articles.model import POSTS
from knowledge_center.articles.rules.suggested_fixes import scalar
from knowledge_center.pictures.flaws import Flaw
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.pictures.model import Image
from knowledge_center.problems import Edit, Rename
from knowledge_center.rules import BESIDE, Finding, RuleSet, breaks
from knowledge_center.text.plurals import counted

# Kinds of pictures, by their endings, that telephones and picture programs write and no browser shows.
UNSHOWN_PICTURES = (
    "heic",
    "heif",
    "tif",
    "tiff",
    "bmp",
    "psd",
    "raw",
    "dng",
    "eps",
    "ai",
    "jfif",
    "jxl",
    "jp2",
    "ico",
)
# Pixels that a picture at the head needs; bytes that a picture may have.
NARROWEST = 640
HEAVIEST = 1_000_000
MAKE_LIGHTER = "Save it 1,600 pixels wide, as .jpg or .webp: a photograph has some 300 KB then."


@dataclass(frozen=True, slots=True, kw_only=True)
class MainPicture:
    """The ``image`` of an article: what its editor wrote, on which line and with which comment, and what it is.

    ``path`` and the article's ``folder`` are relative to docs; ``is_there`` says that a file lies there, among
    the articles, and ``image`` is None where it is no picture, or one that cannot be read. ``flaw`` says why it
    cannot be shown.
    """

    name: str
    line: int
    comment: str = ""
    path: str
    folder: str
    is_there: bool
    image: Image | None
    flaw: Flaw | None = None

    @property
    def has_known_ending(self) -> bool:
        return posixpath.splitext(self.path)[1].lower() in TYPES

    def instead(self, name: str) -> tuple[Edit, ...]:
        """The line of the field with another picture."""
        line = f"image: {scalar(name)}{f' {self.comment}' if self.comment else ''}"
        return (Edit(self.line, self.line, (line,)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUse:
    """A picture or a download in an article, on ``line``; ``address`` is where it would be published."""

    path: str
    address: str
    display_path: str
    line: int
    draft: bool


main_rule = RuleSet[[MainPicture, DocsFiles]]("articles.image")
# Pictures for whose address there is another one already, each with the path of that one.
rule = RuleSet[[Sequence[tuple[PictureUse, str]]]]("articles.pictures")


@main_rule
@breaks(fields="image: desk.bmp\nimage_alt: A desk", files={BESIDE + "desk.bmp": "x"})
def is_a_picture(picture: MainPicture, files: DocsFiles) -> Iterator[Finding]:
    """Lists, feeds, mails and shared links show the image, so it has to be of a kind that they all take."""
    if not picture.has_known_ending:
        message = f"The image “{picture.name}” is not a picture this site can show."
        fix = "Save it anew as .jpg or .png and name that; .webp, .avif, .gif and .svg are shown, too."
        yield Finding(line=picture.line, message=message, fix=fix)


@main_rule
@breaks(fields="image: desk.png\nimage_alt: A desk")
def lies_beside_the_article(picture: MainPicture, files: DocsFiles) -> Iterator[Finding]:
    """An image that is not there leaves a hole on the page, and one from elsewhere is not published with it."""
    if picture.has_known_ending and not picture.is_there:
        meant = files.meant(picture.path)
        way = posixpath.relpath(meant, picture.folder) if meant.startswith(POSTS + "/") else ""
        yield Finding(
            line=picture.line,
            message=f"There is no picture “{picture.name}” beside the article.",
            fix=f"image: {scalar(way)}" if way else "Put the picture into the folder of the article.",
            edits=picture.instead(way) if way else (),
            safe=files.surely(picture.path) == meant,
        )


@main_rule
@breaks(fields="image: desk.png\nimage_alt: A desk", files={BESIDE + "desk.png": "no picture"})
def can_be_read(picture: MainPicture, files: DocsFiles) -> Iterator[Finding]:
    """A file that cannot be read as a picture has no size, so no page and no mail can show it.

    A drawing with a script in it is none either.
    """
    if picture.has_known_ending and picture.is_there and (flaw := picture.flaw):
        message = f"The file “{picture.name}” {flaw.says}"
        yield Finding(line=picture.line, message=message, fix=flaw.fix)


@main_rule.advice
@breaks(fields="image: desk.png\nimage_alt: A desk", files={BESIDE + "desk.png": "png 400x300"})
def is_wide_enough(picture: MainPicture, files: DocsFiles) -> Iterator[Finding]:
    """At the head of the article, in a mail and in a shared link the picture is shown large; a small one is blurred."""
    image = picture.image
    if image is not None and 0 < image.width < NARROWEST:
        wide = counted(image.width, "pixel")
        message = f"The image “{picture.name}” is {wide} wide; {NARROWEST} are needed, 1,200 look well."
        yield Finding(line=picture.line, message=message, fix="Take a larger copy of it.")


@main_rule.advice
@breaks(
    fields="image: desk.svg\nimage_alt: A desk",
    files={BESIDE + "desk.svg": f"<svg xmlns='http://www.w3.org/2000/svg'/>{' ' * HEAVIEST}"},
)
def is_light(picture: MainPicture, files: DocsFiles) -> Iterator[Finding]:
    """A picture that was never made smaller is waited for by everybody on the road."""
    if picture.image is not None and picture.image.size > HEAVIEST:
        yield Finding(line=picture.line, message=too_heavy(picture.name, picture.image), fix=MAKE_LIGHTER)


@main_rule.advice
@breaks(fields="image: desk.jpg\nimage_alt: A desk", files={BESIDE + "desk.jpg": "png 1200x800"})
def is_named_as_it_is(picture: MainPicture, files: DocsFiles) -> Iterator[Finding]:
    """A picture with the ending of another kind is refused by programs that go by the ending."""
    if picture.image is not None and (better := right_name(picture.name, picture.image)):
        yield Finding(
            line=picture.line,
            message=misnamed(picture.name, picture.image),
            fix=f"Rename the file to {posixpath.basename(better)}, and write here:\nimage: {better}",
            edits=picture.instead(better),
            safe=True,
            rename=Rename(picture.name, better),
        )


def too_heavy(name: str, image: Image) -> str:
    size = f"{image.size / 1e6:.1f} MB"
    return f"The picture {name} has {size}; pages show lighter copies of it, but feeds lead to it as it is."


def misnamed(name: str, image: Image) -> str:
    kind = image.type.removeprefix("image/").upper()
    return f"The picture {name} is a {kind}, though its name ends in {posixpath.splitext(name)[1]}."


def right_name(name: str, image: Image) -> str:
    """A picture's name with the ending of what it is; nothing where that is the one it has."""
    stem, ending = posixpath.splitext(name)
    if TYPES.get(ending.lower()) in (None, image.type):
        return ""
    return stem + next(known for known, kind in TYPES.items() if kind == image.type)


@rule
@breaks(
    text="![A desk](desk.png)\n\n![Another desk](../2025/desk.png)",
    files={BESIDE + "desk.png": "png 1200x800", "docs/articles/posts/2025/desk.png": "png 900x600"},
)
def have_addresses_of_their_own(clashes: Sequence[tuple[PictureUse, str]]) -> Iterator[Finding]:
    """Of two pictures at one address, one would be shown in the place of the other."""
    for use, other in clashes:
        message = f"Two files would be published as /{use.address}: {other} and {use.path}."
        yield Finding(
            path=use.display_path, line=use.line, message=message, fix="Rename one of them.", advice=use.draft
        )

"""Photographs straight from a camera: each screen gets the size it needs, and nobody the place they were taken at."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Response

from tests import sites
from tests.conftest import ServeFolder
from tests.samples import article_text, make_site, run
from tests.sites import Built, build

PLACE = "a place in the north"


def photograph(seed: int, size: tuple[int, int]) -> bytes:
    """As large as a telephone's, with its notes."""
    chance = random.Random(seed)
    picture = Image.frombytes("RGB", (8, 6), chance.randbytes(144)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", (600, 450), chance.randbytes(810_000)).resize(size)
    notes = Image.Exif()
    notes[0x010E] = PLACE
    notes.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.blend(picture, grain, 0.3).save(out, "JPEG", quality=92, exif=notes)
    return out.getvalue()


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of three articles with a photograph each; one of them stands upright, one has another in its text."""

    def make(root: Path) -> Path:
        files: dict[str, str | bytes] = {}
        for at, size in enumerate([(3000, 2000), (3000, 2000), (2000, 3000)]):
            body = "Some text.\n\n![A field](field.jpg)\n" if at == 1 else "Some text.\n"
            image = {"image": f"a{at}.jpg", "image_alt": "A field", "date": f"2026-11-{10 + at}"}
            files[f"a{at}.md"] = article_text(f"Article number {at}", body, **image)
            files[f"a{at}.jpg"] = photograph(at, size)
        files["field.jpg"] = photograph(7, (3000, 2000))
        return make_site(root, files)

    return sites.once(tmp_path_factory, "photographs-site", make)


def fetched(browser: Browser, base: str, page: str, width: int, scale: float) -> dict[str, tuple[str, int]]:
    """The pictures of a page that a screen asks for while one scrolls to its end: type and bytes of each."""
    found: dict[str, tuple[str, int]] = {}

    def note(response: Response) -> None:
        kind = response.headers.get("content-type", "")
        if kind.startswith("image/") and "svg" not in kind:
            found[response.url.removeprefix(base)] = kind, len(response.body())

    context = browser.new_context(viewport={"width": width, "height": 844}, device_scale_factor=scale)
    opened = context.new_page()
    opened.on("response", note)
    opened.goto(base + page)
    opened.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    opened.wait_for_load_state("networkidle")
    assert opened.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    context.close()
    return found


def test_a_telephone_gets_small_pictures(
    photographs: Built, browser: Browser, serve_folder: ServeFolder
) -> None:
    """The listing of three photographs of more than a megabyte each weighs less than a tenth of one of them."""
    base = serve_folder(photographs.folder).url.rstrip("/")
    found = fetched(browser, base, "/articles/", 390, 2)
    assert set(found) == {f"/articles/a{at}/a{at}.jpg.400.avif" for at in range(3)}
    assert {kind for kind, _ in found.values()} == {"image/avif"}
    assert sum(size for _, size in found.values()) < 150_000
    assert photographs.file("/articles/a0/a0.jpg").stat().st_size > 1_000_000


@pytest.mark.parametrize(("width", "scale", "wide"), [(390, 2, 800), (1440, 1, 1360), (1440, 2, 1360)])
def test_an_article_loads_the_sizes_of_its_places(
    photographs: Built, browser: Browser, serve_folder: ServeFolder, width: int, scale: float, wide: int
) -> None:
    """Over the text a picture has at least a pixel for each of its place, in the text as many as the screen."""
    base = serve_folder(photographs.folder).url.rstrip("/")
    found = fetched(browser, base, "/articles/a1/", width, scale)
    assert f"/articles/a1/a1.jpg.{wide}.avif" in found
    # On the telephone it is 358 wide, twice as many pixels.
    in_text = 680 if scale == 1 else 1360
    assert f"/articles/a1/field.jpg.{in_text}.avif" in found
    assert not [path for path in found if path.endswith("/field.jpg") or path.endswith("/a1.jpg")]


def test_a_wide_picture_is_as_sharp_as_another(
    tmp_path: Path, browser: Browser, serve_folder: ServeFolder
) -> None:
    """Its frame cuts it at both sides, so a size is taken that has enough pixels between them."""
    cover = {"image": "wide.jpg", "image_alt": "A field", "date": "2026-11-10"}
    files: dict[str, str | bytes] = {
        "wide.md": article_text("Wide", "Text.\n", **cover),
        "wide.jpg": photograph(3, (3200, 800)),
    }
    built = build(make_site(tmp_path, files))
    base = serve_folder(built.folder).url.rstrip("/")
    # 390 by 195 in the article, cut out of 780; 390 by 260 at the top of a list.
    assert set(fetched(browser, base, "/articles/wide/", 390, 1)) == {"/articles/wide/wide.jpg.800.avif"}
    assert set(fetched(browser, base, "/articles/", 390, 2)) == {"/articles/wide/wide.jpg.1360.avif"}


def test_nobody_learns_where_a_photograph_was_taken(photographs: Built) -> None:
    """The place is in no file of the site; at its own address the picture is the one the editor gave."""
    given = photographs.root / "docs/articles/posts/2026/a0.jpg"
    published = photographs.file("/articles/a0/a0.jpg")
    assert PLACE.encode() in given.read_bytes()
    for path in photographs.folder.rglob("*"):
        assert not path.is_file() or PLACE.encode() not in path.read_bytes(), path
    with Image.open(given) as one, Image.open(published) as other:
        assert one.tobytes() == other.tobytes()
    assert f'length="{published.stat().st_size}"' in photographs.file("/feed.xml").read_text()


def test_an_upright_picture_is_shown_whole(
    photographs: Built, browser: Browser, serve_folder: ServeFolder
) -> None:
    """Nobody's head is cut off because the frame lies: the frame shows all of the picture."""
    base = serve_folder(photographs.folder).url.rstrip("/")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    fits = "document.querySelector('.story__image img').computedStyleMap().get('object-fit').value"
    page.goto(f"{base}/articles/a2/")
    assert page.evaluate(fits) == "contain"
    page.goto(f"{base}/articles/a1/")
    assert page.evaluate(fits) == "cover"
    page.close()


def test_an_edit_makes_no_picture_again(photographs: Built, tmp_path: Path) -> None:
    """After a word is changed the same files are there; half a photograph stops the build with a sentence."""
    root = sites.copy_of(photographs, tmp_path / "site")
    build(root)
    before = {p: p.stat().st_mtime_ns for p in (root / "site").rglob("*.avif")}
    cached = {p: p.stat().st_mtime_ns for p in (root / ".build/renditions").glob("*.avif")}
    article = root / "docs/articles/posts/2026/a0.md"
    article.write_text(article.read_text().replace("Some text", "Another text"))
    build(root)
    assert before == {p: p.stat().st_mtime_ns for p in (root / "site").rglob("*.avif")}
    assert cached == {p: p.stat().st_mtime_ns for p in (root / ".build/renditions").glob("*.avif")}
    broken = root / "docs/articles/posts/2026/field.jpg"
    broken.write_bytes(broken.read_bytes()[:400_000])
    done = run(root, "build.py")
    assert done.returncode == 1
    assert "The file field.jpg breaks off before its end" in done.stderr
    assert "The last good site/ is untouched." in done.stderr

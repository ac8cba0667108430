"""Every build ends by proving its addresses: what is told of dead ones, and that nothing is published then."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from knowledge_center.site_addresses.kept_links import prove_addresses
from tests import program_forks
from tests.samples import NOW, ROOT, article_text, environment, make_site, run
from tests.sites import Built, build, hashes

ANSWERED = ("/subscribe", "%%unsubscribe_url%%", "%%preferences_url%%")


def test_every_address_of_a_whole_site_answers(site: Built) -> None:
    """Ours, one with everything in it, and a hostile one: hundreds of addresses, all of them alive."""
    proof = prove_addresses(site.folder, site.settings.site_url, answered=ANSWERED)
    assert proof.dead == ()
    assert proof.checked > 500


def test_a_page_that_is_taken_away_is_missed_everywhere(built: Built, tmp_path: Path) -> None:
    """Without an article's page its listings, feeds, redirects, mail and the sitemap lead nowhere: one problem."""
    folder = shutil.copytree(built.folder, tmp_path / "site")
    shutil.rmtree(folder / "articles/second-interview")
    dead = prove_addresses(folder, built.settings.site_url, answered=ANSWERED).dead
    (page,) = (one for one in dead if one.target.path == "articles/second-interview/")
    files = {one.file for one in page.found}
    assert {"index.html", "feed.xml", "atom.xml", "feed.json", "sitemap.xml", "articles/index.html"} <= files


def changed_settings(root: Path, **top: object) -> None:
    """Other values at the top of mkdocs.yml."""
    data = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    (root / "mkdocs.yml").write_text(yaml.safe_dump(data | top, sort_keys=False), encoding="utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of one article and one to come, below a path of its host. Something else answers in a folder of it."""
    body = "Reckon it with [the tool](https://example.com/news/tools/pay/).\n"
    articles = {"one.md": article_text("One", body), "two.md": article_text("Two", body, date="2027-01-01")}
    root = make_site(tmp_path_factory.mktemp("addresses") / "site", articles, answered_elsewhere=["/tools/"])
    changed_settings(root, site_url="https://example.com/news/")
    return build(root)


def test_a_site_below_a_path_is_proved_too(small: Built) -> None:
    """Its addresses begin with that path, and each of them answers."""
    elsewhere = small.settings.answered_elsewhere
    proof = prove_addresses(small.folder, "https://example.com/news/", answered=ANSWERED, elsewhere=elsewhere)
    assert proof.dead == () and proof.checked > 200
    assert prove_addresses(small.folder, "https://example.com/other/", answered=ANSWERED).checked > 200


@pytest.fixture(scope="module")
def refused(small: Built, tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The same site with a dead address of each origin, built; its last good site is looked at too."""
    root = tmp_path_factory.mktemp("refused") / "site"
    shutil.copytree(small.root, root)
    before = hashes(root / "site")
    # What stands in an article as a link, the check tells before anything is built.
    body = "Words.\n\n<video poster='../one/lost.jpg'></video>\n\n    <a href='../only-shown/'>\n"
    (root / "docs/articles/posts/2026/two.md").write_text(article_text("Two", body), encoding="utf-8")
    (root / "docs/about.md").write_text(
        "# About\n\n## People\n\n<video poster='people.jpg'></video>\n", encoding="utf-8"
    )
    (root / "docs/kept.html").write_text("<a href='lost.html'>Lost</a>", encoding="utf-8")
    (root / "overrides/partials").mkdir(parents=True)
    footer = (
        "<footer>\n<a href=\"{{ 'imprint/'|url }}\">Imprint</a>\n<img src=/news/gone.png alt=''>\n</footer>\n"
    )
    (root / "overrides/partials/footer.html").write_text(footer, encoding="utf-8")
    theme = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))["theme"]
    changed_settings(root, theme=theme | {"custom_dir": "overrides"}, extra_css=["assets/lost.css"])
    done = run(root, "build.py")
    assert hashes(root / "site") == before
    return done


def test_nothing_is_published_while_an_address_is_dead(refused: subprocess.CompletedProcess[str]) -> None:
    """The build ends with 1 and says that the last site stays; one problem for each address, none for what is shown."""
    assert refused.returncode == 1
    assert "Nothing was published. The last good site/ is untouched." in refused.stderr
    assert "5 problems and 1 piece of advice." in refused.stderr
    assert "only-shown" not in refused.stderr and "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("docs/articles/posts/2026/two.md:11", "poster of <video> leads to “../one/lost.jpg”"),
        ("overrides/partials/footer.html:3", "src of <img> leads to “/news/gone.png”"),
        ("docs/about.md:5", "poster of <video> leads to “people.jpg”"),
        ("overrides/partials/footer.html:2", "https://example.com/news/imprint/"),
        ("mkdocs.yml:", "https://example.com/news/assets/lost.css"),
        ("docs/kept.html:1", "Advice: href of <a> leads to “lost.html”"),
    ],
)
def test_a_dead_address_is_in_its_file_it_is_mended(
    refused: subprocess.CompletedProcess[str], where: str, words: str
) -> None:
    """Article, own page, template, setting: by file and line; a file taken over as it is, as advice."""
    blocks = refused.stderr.split("\n\n")
    assert [block for block in blocks if block.startswith(where) and words in block]


def test_how_many_files_have_a_mistake_is_told(refused: subprocess.CompletedProcess[str]) -> None:
    """One of a template stands in all pages, and is told once."""
    blocks = refused.stderr.split("\n\n")
    assert [
        block
        for block in blocks
        if "imprint/" in block and "stands in 16 files: site/about/index.html" in block
    ]


def mkdocs_build(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Build with MkDocs' own command, into a folder beside the site of ours."""
    call = [sys.executable, "-m", "mkdocs", "build", "--site-dir", "by-mkdocs", *arguments]
    return program_forks.run(call, cwd=root, env=environment(NOW, **more))


def test_the_build_of_mkdocs_itself_ends_with_the_proof(small: Built, tmp_path: Path) -> None:
    """Who calls mkdocs build is told the same: a dead address ends it, and what was taken over as it is, is advice."""
    root = tmp_path / "site"
    shutil.copytree(small.root, root)
    (root / "docs/kept.html").write_text("<a href='lost.html'>Lost</a>", encoding="utf-8")
    done = mkdocs_build(root)
    assert done.returncode == 0, done.stderr
    assert "docs/kept.html:1\n  Advice: href of <a> leads to “lost.html”" in done.stderr
    body = "Words.\n\n<video poster='/news/articles/nowhere.jpg'></video>\n"
    (root / "docs/articles/posts/2026/two.md").write_text(article_text("Two", body), encoding="utf-8")
    done = mkdocs_build(root)
    assert done.returncode == 1
    ours = run(root, "build.py").stderr.partition("\n\nNothing was published")[0]
    assert "docs/articles/posts/2026/two.md:11\n" in ours and "1 problem and 1 piece of advice." in ours
    assert ours in done.stderr and "Traceback" not in done.stderr


def test_the_build_of_mkdocs_itself_tells_of_a_form_that_nobody_takes(small: Built, tmp_path: Path) -> None:
    """It is advice on a host of files, as it is for knowledge-center build."""
    root = tmp_path / "site"
    shutil.copytree(small.root, root)
    done = mkdocs_build(root, NETLIFY="true")
    assert done.returncode == 0, done.stderr
    assert "nobody would take the signups" in done.stderr


def test_what_the_proof_keeps_is_no_condition(small: Built, tmp_path: Path) -> None:
    """Where nothing can be written beside the site, the build is as good."""
    root = tmp_path / "site"
    shutil.copytree(small.root, root)
    shutil.rmtree(root / ".build")
    (root / ".build").write_text("no folder", encoding="utf-8")
    done = mkdocs_build(root)
    assert done.returncode == 0, done.stderr


KILLER = """
import os, runpy, signal, sys
from knowledge_center.site_addresses import address_proof

def killed(self, host, answered):
    os.kill(os.getpid(), signal.SIGKILL)

address_proof._Lookup.__init__ = killed
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_a_kill_during_the_proof_leaves_the_old_site(small: Built, tmp_path: Path) -> None:
    """Nothing of the new site is shown before the last address is proved, and the next build just works."""
    root = tmp_path / "site"
    shutil.copytree(small.root, root)
    before = hashes(root / "site")
    (root / "docs/articles/posts/2026/two.md").write_text(article_text("Two"), encoding="utf-8")
    call = [sys.executable, "-c", KILLER, str(ROOT / "scripts/build.py")]
    done = program_forks.run(call, cwd=root, env=environment(NOW))
    assert done.returncode == -signal.SIGKILL
    assert hashes(root / "site") == before
    assert build(root).has("/articles/two/")


@pytest.mark.parametrize(
    ("setting", "address", "variables", "told"),
    [
        ("static", "https://knowledge.example.com/", {}, 1),
        ("", "https://knowledge.example.com/", {"NETLIFY": "true"}, 0),
    ],
)
def test_a_form_that_nobody_takes_is_told(
    small: Built, tmp_path: Path, setting: str, address: str, variables: dict[str, str], told: int
) -> None:
    """Where only files are, the build says so before anything is made: a problem by the settings, else advice."""
    root = tmp_path / "site"
    shutil.copytree(small.root, root)
    data = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    data["site_url"] = address
    if setting:
        data["extra"]["knowledge_center"]["publish"] = setting
    (root / "mkdocs.yml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    done = run(root, "build.py", now=NOW, **variables)
    assert done.returncode == told
    assert "nobody would take the signups" in done.stdout + done.stderr

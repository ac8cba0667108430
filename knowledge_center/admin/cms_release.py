"""Which files of other projects /admin/ is made of: each by version and hash, fetched once into the site's cache.

None of them is part of this product. Sveltia CMS is the program; its two fonts, which it would else take from a host
that readers of logs elsewhere would hear of, are the letters and the icons of its buttons. Two expressions of the
program are amended where it is published. It read a date without an hour as midnight on the computer's clock, and so
moved it when an article was opened in another zone than the site's. And in a browser of another language it asked that
host for its words without an end: it has English alone, as the names of our fields are.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from knowledge_center.problems import Problem, Unusable

REGISTRY = "https://registry.npmjs.org"
# Bytes; the largest of the packages has eleven million.
MOST_BYTES = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """One file of a package: where it lies in there, what it is called here, its bytes' hash (hexadecimal) and number.

    ``amended`` are pairs of the bytes in it that stand for others where it is published, and those others.
    """

    packed: str
    name: str
    sha256: str
    size: int
    amended: tuple[tuple[bytes, bytes], ...] = ()

    def published(self, data: bytes, source: str) -> bytes:
        """What a site has of these bytes. Raises Unusable where they are not those that were meant."""
        data = verified(self, data, source)
        for written, instead in self.amended:
            data = data.replace(written, instead, 1)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package of the npm registry. ``integrity`` is the sha512 of its tarball, as the registry and npm write it."""

    name: str
    version: str
    licence: str
    integrity: str
    files: tuple[PackedFile, ...]

    @property
    def tarball(self) -> str:
        """What the tarball is called."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    def address(self, registry: str) -> str:
        """Where a registry has the tarball."""
        return f"{registry.rstrip('/')}/{self.name}/-/{self.name.rpartition('/')[2]}-{self.version}.tgz"


SCRIPT, ICONS, LETTERS = "sveltia-cms.js", "material-symbols.woff2", "source-sans.woff2"
PACKAGES = (
    Package(
        name="@sveltia/cms",
        version="0.221.1",
        licence="MIT",
        integrity="sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ==",
        files=(
            PackedFile(
                packed="package/dist/sveltia-cms.js",
                name=SCRIPT,
                sha256="2fc783907e1a4a70783f155cc28435c70b8f79792f2aab75e787984e84aa413a",
                size=2_139_006,
                amended=(
                    # With the hour or, for want of one, at midnight: both on the clock of the field.
                    (b"(0,tI.default)(e,o).tz(c,!0)", b"AI({value:e,format:o}).tz(c,!0)"),
                    # The languages that its words can be fetched in.
                    (
                        b"`ar,bg,ca,cs,da,de,el,en-CA,en-GB,en-US,es-CO,fa,fi,fr,hr,it,ja,ko,nl,pl,pt-BR,pt-PT,"
                        b"ru,sv,tr,uk,vi,zh-CN,zh-TW`.split(`,`)",
                        b"[`en-US`]",
                    ),
                ),
            ),
            PackedFile(
                packed="package/LICENSE.txt",
                name="sveltia-cms.LICENSE.txt",
                sha256="dcbe3c626d85741f6fabefed0b34d07a2e92c032f63aa21c0279062363859c32",
                size=1_071,
            ),
        ),
    ),
    Package(
        name="@fontsource-variable/material-symbols-outlined",
        version="5.3.7",
        licence="OFL-1.1",
        integrity="sha512-d6kLamaMdad40AYoyJEBgCH63fRLklC7GW7bgb7WWbPh/UzuW483Dlyfmn3vxpiNsHLIMBOcYYkZDtOC9Y3MUA==",
        files=(
            PackedFile(
                packed="package/files/material-symbols-outlined-latin-wght-normal.woff2",
                name=ICONS,
                sha256="98db9feefa170bf76e9c19d19af6dd62054165efc89c4b506c361e069719e884",
                size=753_256,
            ),
            PackedFile(
                packed="package/LICENSE",
                name="material-symbols.LICENSE.txt",
                sha256="18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
                size=4_314,
            ),
        ),
    ),
    Package(
        name="@fontsource-variable/source-sans-3",
        version="5.3.0",
        licence="OFL-1.1",
        integrity="sha512-dpi0GZk7EQe2tYpg6Q0Fx0OmUgnuGu+0rHPgtXqtKhglYmJuP7jZ12Mu1uN+NfRaJRY1Emn8AQJEWzmoZ4wa9g==",
        files=(
            PackedFile(
                packed="package/files/source-sans-3-latin-wght-normal.woff2",
                name=LETTERS,
                sha256="7a19a7027e125257d310c6dbd78ae3a30b5ea1e3794d60b12bb28227a003bfda",
                size=28_740,
            ),
            PackedFile(
                packed="package/LICENSE",
                name="source-sans.LICENSE.txt",
                sha256="18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
                size=4_314,
            ),
        ),
    ),
)
# Below the folder with mkdocs.yml. Another version lies in another folder.
PROGRAMS = Path(".cache/admin")
FOLDER = PROGRAMS / f"sveltia-cms-{PACKAGES[0].version}"


def files() -> tuple[PackedFile, ...]:
    """Every file of every package."""
    return tuple(file for package in PACKAGES for file in package.files)


def is_fetched(root: Path) -> bool:
    """Whether all files are in the cache, to their ends: a build is not to fail for one that was cut off."""
    try:
        return all((root / FOLDER / file.name).stat().st_size == file.size for file in files())
    except OSError:
        return False


def is_whole(root: Path) -> bool:
    """Whether all files are in the cache, byte by byte."""
    try:
        for file in files():
            verified(file, (root / FOLDER / file.name).read_bytes(), file.name)
    except (OSError, Unusable):
        return False
    return True


def unpacked(package: Package, data: bytes, source: str) -> dict[str, bytes]:
    """The files of a tarball by our names for them. Raises Unusable where it is not the one that was meant."""
    found = f"sha512-{b64encode(hashlib.sha512(data).digest()).decode()}"
    if found != package.integrity:
        message = f"These are not the bytes of {package.name} {package.version}: their hash is {found}."
        raise _unusable(source, message)
    import tarfile  # a build, which needs to know the folder alone, reads none

    made = {}
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:gz") as tar:
            for file in package.files:
                member = tar.extractfile(file.packed)
                made[file.name] = verified(file, member.read() if member else b"", source)
    except (tarfile.TarError, KeyError, OSError, EOFError):
        raise _unusable(source, f"It cannot be unpacked as {package.name} {package.version}.") from None
    return made


def verified(file: PackedFile, data: bytes, source: str) -> bytes:
    """The bytes of a file. Raises Unusable where they are not those that were meant."""
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise _unusable(source, f"{file.name} is not the file that was meant: its hash is another.")
    return data


def _unusable(path: str, message: str) -> Unusable:
    return Unusable([Problem(path=path, message=message, fix="knowledge-center admin fetch")])

"""Draw the articles' illustrations.

Every picture is made of flat shapes in one palette, so all of them belong together.
The drawing is deterministic: the same script and the same Pillow give the same bytes.
"""

from __future__ import annotations

import argparse
import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Shape = list[Point]

WIDTH = 1500
HEIGHT = 1000
SUPERSAMPLE = 3
COLORS = 96

INK = "#1d1b18"
PAPER = "#fdfcf9"
TINT = "#f3efe7"
STONE = "#ddd7cb"
OAT = "#e9dcc6"
TEAL = "#0b5a63"
DARK = "#0f3d43"
DEEP = "#0a2e33"
POOL = "#3b828a"
MIST = "#bcd3d0"
ORANGE = "#d9793d"
RUST = "#b3562a"
SAND = "#e8b36a"
CREAM = "#f6ddb0"
ROSE = "#c98b7b"
BLUSH = "#eed5c7"
SAGE = "#a3b39a"
MOSS = "#7c917a"
UMBER = "#6f4530"
CHESTNUT = "#9a6244"
FAWN = "#d3a07a"


# --- shapes -------------------------------------------------------------------------


def path(data: str) -> Shape:
    """Read an SVG-like path (absolute M, L, C and Q commands) as one outline."""
    tokens = data.replace(",", " ").split()
    points: Shape = []
    command = ""
    index = 0

    def take(count: int) -> list[Point]:
        nonlocal index
        numbers = [float(token) for token in tokens[index : index + 2 * count]]
        index += 2 * count
        return list(zip(numbers[::2], numbers[1::2], strict=True))

    while index < len(tokens):
        if tokens[index].isalpha():
            command = tokens[index]
            index += 1
        if command in {"M", "L"}:
            points += take(1)
        elif command == "C":
            points += _curve(points[-1], *take(3))
        elif command == "Q":
            middle, end = take(2)
            points += _curve(points[-1], middle, middle, end, quadratic=True)
        else:
            raise ValueError(f"unknown path command {command!r}")
    return points


def _curve(start: Point, one: Point, two: Point, end: Point, *, quadratic: bool = False) -> Shape:
    if quadratic:
        one, two = (
            _mix(start, one, 2 / 3),
            _mix(end, one, 2 / 3),
        )
    result: Shape = []
    steps = 32
    for step in range(1, steps + 1):
        t = step / steps
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        result.append(
            (
                a * start[0] + b * one[0] + c * two[0] + d * end[0],
                a * start[1] + b * one[1] + c * two[1] + d * end[1],
            )
        )
    return result


def _mix(one: Point, two: Point, share: float) -> Point:
    return (
        one[0] + (two[0] - one[0]) * share,
        one[1] + (two[1] - one[1]) * share,
    )


def ellipse(x: float, y: float, rx: float, ry: float, turn: float = 0) -> Shape:
    """Give an ellipse around a center, turned by degrees."""
    steps = 240
    points = [
        (
            x + rx * math.cos(2 * math.pi * step / steps),
            y + ry * math.sin(2 * math.pi * step / steps),
        )
        for step in range(steps)
    ]
    return turned(points, turn, (x, y))


def circle(x: float, y: float, radius: float) -> Shape:
    """Give a circle around a center."""
    return ellipse(x, y, radius, radius)


def rect(x: float, y: float, width: float, height: float, radius: float = 0) -> Shape:
    """Give a rectangle from its top left corner, with rounded corners if wanted."""
    right, bottom = x + width, y + height
    if radius <= 0:
        return [(x, y), (right, y), (right, bottom), (x, bottom)]
    corners = (
        (right - radius, y + radius, -90),
        (right - radius, bottom - radius, 0),
        (x + radius, bottom - radius, 90),
        (x + radius, y + radius, 180),
    )
    points: Shape = []
    for center_x, center_y, start in corners:
        for step in range(13):
            angle = math.radians(start + 90 * step / 12)
            points.append(
                (
                    center_x + radius * math.cos(angle),
                    center_y + radius * math.sin(angle),
                )
            )
    return points


def turned(shape: Iterable[Point], degrees: float, about: Point) -> Shape:
    """Turn a shape clockwise around a point."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return [
        (
            about[0] + (x - about[0]) * cosine - (y - about[1]) * sine,
            about[1] + (x - about[0]) * sine + (y - about[1]) * cosine,
        )
        for x, y in shape
    ]


def moved(shape: Iterable[Point], dx: float, dy: float) -> Shape:
    """Move a shape."""
    return [(x + dx, y + dy) for x, y in shape]


def flipped(shape: Iterable[Point], axis: float) -> Shape:
    """Mirror a shape at the vertical line x = axis."""
    return [(2 * axis - x, y) for x, y in shape]


class Canvas:
    """A picture that is drawn large and scaled down at the end."""

    def __init__(self, ground: str) -> None:
        """Start with a picture of one color."""
        self._size = (WIDTH * SUPERSAMPLE, HEIGHT * SUPERSAMPLE)
        self._image = Image.new("RGB", self._size, ground)
        self._draw = ImageDraw.Draw(self._image)

    def fill(
        self,
        shape: Sequence[Point],
        color: str,
        *,
        alpha: float = 1,
        within: Sequence[Point] | None = None,
    ) -> None:
        """Fill a shape, translucent or clipped to another shape if wanted."""
        if alpha >= 1 and within is None:
            self._draw.polygon(self._scaled(shape), fill=color)
            return
        mask = self._mask(shape, round(255 * alpha))
        if within is not None:
            mask = ImageChops.multiply(mask, self._mask(within, 255))
        self._image.paste(color, (0, 0), mask)

    def line(self, points: Sequence[Point], width: float, color: str) -> None:
        """Draw a line with round ends and joints."""
        self.limb([(x, y, width) for x, y in points], color)

    def limb(self, joints: Sequence[tuple[float, float, float]], color: str) -> None:
        """Draw joints (x, y, thickness) as one tapering, rounded limb."""
        for x, y, thickness in joints:
            self.fill(circle(x, y, thickness / 2), color)
        for (x1, y1, w1), (x2, y2, w2) in itertools.pairwise(joints):
            length = math.hypot(x2 - x1, y2 - y1)
            if length == 0:
                continue
            nx, ny = -(y2 - y1) / length / 2, (x2 - x1) / length / 2
            self.fill(
                [
                    (x1 + nx * w1, y1 + ny * w1),
                    (x2 + nx * w2, y2 + ny * w2),
                    (x2 - nx * w2, y2 - ny * w2),
                    (x1 - nx * w1, y1 - ny * w1),
                ],
                color,
            )

    def finished(self) -> Image.Image:
        """Give the picture at its final size, in few colors and without dither."""
        small = self._image.reduce(SUPERSAMPLE)
        return small.quantize(
            colors=COLORS,
            method=Image.Quantize.MEDIANCUT,
            dither=Image.Dither.NONE,
        )

    def _mask(self, shape: Sequence[Point], value: int) -> Image.Image:
        mask = Image.new("L", self._size, 0)
        ImageDraw.Draw(mask).polygon(self._scaled(shape), fill=value)
        return mask

    @staticmethod
    def _scaled(shape: Sequence[Point]) -> list[Point]:
        return [(x * SUPERSAMPLE, y * SUPERSAMPLE) for x, y in shape]


# --- parts used in more than one picture ----------------------------------------------

FACE = path(
    "M -46 116 L -46 66 C -70 40 -80 -6 -68 -42 C -56 -82 -12 -98 24 -86 "
    "C 50 -76 62 -52 60 -28 Q 62 -18 67 -8 L 77 12 Q 78 20 64 21 Q 67 28 62 34 "
    "Q 66 40 60 47 Q 62 72 36 76 Q 20 78 8 70 L 8 116"
)
SHORT_HAIR = path(
    "M 60 -40 C 68 -70 44 -100 6 -102 C -38 -104 -78 -78 -82 -34 "
    "C -84 2 -70 34 -50 56 C -46 34 -38 22 -24 20 C -10 18 -14 -12 -2 -28 "
    "C 14 -48 40 -46 60 -40"
)
LONG_HAIR = path(
    "M 62 -44 C 66 -80 40 -108 2 -108 C -52 -108 -92 -76 -96 -20 "
    "C -100 36 -96 84 -112 122 C -84 140 -44 138 -22 118 C -34 84 -26 50 -16 24 "
    "C -6 6 -8 -16 8 -30 C 24 -44 44 -40 62 -44"
)


def _placed(shape: Shape, at: Point, *, size: float, turn: float, mirror: bool) -> Shape:
    """Put a shape drawn around (0, 0) where it belongs."""
    shape = turned([(x * size, y * size) for x, y in shape], turn, (0, 0))
    if mirror:
        shape = flipped(shape, 0)
    return moved(shape, *at)


def _profile(
    canvas: Canvas,
    at: Point,
    *,
    skin: str,
    hair: str,
    style: Shape = SHORT_HAIR,
    size: float = 1,
    turn: float = 0,
    mirror: bool = False,
) -> None:
    """Draw a faceless head with its neck from the side, looking right."""
    for shape, color in ((FACE, skin), (style, hair)):
        canvas.fill(_placed(shape, at, size=size, turn=turn, mirror=mirror), color)


def _writing(
    canvas: Canvas,
    origin: Point,
    widths: Sequence[float],
    *,
    step: float = 30,
    thickness: float = 10,
    color: str = STONE,
    turn: float = 0,
    about: Point = (0, 0),
) -> None:
    """Draw lines of writing as bars."""
    x, y = origin
    for number, width in enumerate(widths):
        if width > 0:
            bar = rect(x, y + number * step, width, thickness, thickness / 2)
            canvas.fill(turned(bar, turn, about), color)


def _side_chair(canvas: Canvas, axis: float, color: str, *, mirror: bool) -> None:
    """Draw a chair from the side; it faces left, or right when mirrored."""

    def place(shape: Sequence[Point]) -> Shape:
        return flipped(shape, axis) if mirror else list(shape)

    x = axis
    back = path(
        f"M {x + 62} 690 C {x + 76} 610 {x + 84} 540 {x + 94} 466 "
        f"Q {x + 100} 448 {x + 116} 450 Q {x + 130} 454 {x + 128} 474 "
        f"C {x + 120} 550 {x + 108} 630 {x + 92} 712"
    )
    seat = rect(x - 96, 682, 196, 32, 14)
    front = [(x - 78, 706), (x - 54, 706), (x - 82, 882), (x - 98, 882)]
    rear = [(x + 64, 706), (x + 90, 706), (x + 122, 882), (x + 106, 882)]
    for part in (back, front, rear, seat):
        canvas.fill(place(part), color)


def _cast(canvas: Canvas, shape: Shape, dx: float = 16, dy: float = 20) -> None:
    """Draw the soft-colored shadow a flat thing casts down and to the right."""
    canvas.fill(moved(shape, dx, dy), INK, alpha=0.16)


# --- the pictures -----------------------------------------------------------------------


def second_interview() -> Canvas:
    """Draw a candidate who waits at a table, across from an empty chair."""
    canvas = Canvas(DARK)
    floor = 800
    canvas.fill(rect(0, floor, WIDTH, HEIGHT - floor), DEEP)
    # the lamp and its light
    pool = ellipse(750, 884, 600, 80)
    lower = [point for point in pool if point[1] >= 884]
    canvas.fill([(632, 236), (868, 236), *lower], SAND, alpha=0.16)
    canvas.fill(pool, SAND, alpha=0.16)
    canvas.line([(750, -20), (750, 130)], 7, SAND)
    canvas.fill(path("M 620 236 C 628 160 690 118 750 118 C 810 118 872 160 880 236"), SAND)
    canvas.fill(
        path("M 620 236 C 628 160 690 118 750 118 C 690 136 664 180 662 236"),
        CREAM,
        alpha=0.5,
    )
    canvas.fill(ellipse(750, 236, 130, 18), PAPER)
    # shadows on the floor
    canvas.fill(ellipse(1120, 886, 170, 15), DEEP, alpha=0.75)
    canvas.fill(ellipse(430, 886, 230, 15), DEEP, alpha=0.75)
    canvas.fill(ellipse(750, 886, 230, 12), DEEP, alpha=0.5)
    _side_chair(canvas, 1110, ORANGE, mirror=False)
    _side_chair(canvas, 380, POOL, mirror=True)
    # the candidate
    canvas.limb([(360, 650, 96), (548, 656, 84), (536, 842, 48)], TEAL)
    canvas.fill(path("M 510 886 L 512 838 L 562 838 Q 612 858 622 886"), INK)
    _profile(canvas, (520, 362), skin=CHESTNUT, hair=INK, turn=20, size=0.98)
    body = path(
        "M 308 692 C 296 610 322 502 396 452 C 436 428 488 440 504 476 "
        "C 516 528 480 600 452 696 Q 380 722 308 692"
    )
    canvas.fill(body, ROSE)
    canvas.fill(
        path("M 452 696 C 466 650 478 610 490 576 L 420 540 C 440 600 440 660 430 706"),
        RUST,
        alpha=0.25,
        within=body,
    )
    # the table
    canvas.fill([(560, 640), (592, 640), (568, 886), (550, 886)], UMBER)
    canvas.fill([(910, 640), (942, 640), (952, 886), (934, 886)], UMBER)
    canvas.fill(rect(520, 612, 464, 34, 12), RUST)
    canvas.fill(rect(520, 612, 464, 22, 11), SAND)
    canvas.limb([(450, 500, 76), (598, 582, 60), (580, 478, 46)], ROSE)
    canvas.limb([(579, 466, 38), (566, 420, 42), (546, 408, 40)], CHESTNUT)
    # a phone that stays dark, a glass, a sheet of paper
    canvas.fill(rect(676, 601, 84, 11, 5), INK)
    canvas.fill([(876, 540), (928, 540), (921, 612), (883, 612)], MIST, alpha=0.75)
    canvas.fill([(878, 566), (926, 566), (921, 612), (883, 612)], PAPER, alpha=0.8)
    return canvas


def resume_for_one_job() -> Canvas:
    """Draw a posting and a resume with matching lines marked in both."""
    canvas = Canvas(OAT)
    # light from a window across the desk
    for x in (-60, 560, 1180):
        canvas.fill(
            [(x, HEIGHT), (x + 440, 0), (x + 900, 0), (x + 460, HEIGHT)],
            TINT,
            alpha=0.55,
        )
    # the posting
    about, turn = (480.0, 490.0), -6.0
    sheet = turned(rect(262, 180, 420, 620, 6), turn, about)
    _cast(canvas, sheet)
    canvas.fill(sheet, TEAL)
    _writing(canvas, (310, 232), [230], thickness=32, color=CREAM, turn=turn, about=about)
    _writing(
        canvas,
        (310, 312),
        [310, 280, 0, 0, 320, 250, 0, 0, 310, 0, 0, 210],
        step=38,
        thickness=12,
        color=POOL,
        turn=turn,
        about=about,
    )
    for y, width in ((426, 300), (578, 290), (692, 250)):
        _writing(canvas, (310, y), [width], thickness=16, color=SAND, turn=turn, about=about)
    # the resume
    center, lean = (1000.0, 520.0), 4.0
    page = turned(rect(776, 176, 452, 650, 6), lean, center)
    _cast(canvas, page)
    canvas.fill(page, PAPER)
    _writing(canvas, (828, 232), [220], thickness=30, color=INK, turn=lean, about=center)
    _writing(canvas, (828, 284), [150], thickness=11, color=STONE, turn=lean, about=center)
    _writing(
        canvas,
        (828, 384),
        [310, 340, 0, 0, 330, 250, 0, 0, 320, 0, 340, 200],
        step=36,
        thickness=12,
        color=STONE,
        turn=lean,
        about=center,
    )
    for y, width in ((346, 340), (490, 330), (636, 340)):
        mark = rect(814, y - 13, width + 28, 40, 4)
        canvas.fill(turned(mark, lean, center), SAND)
        _writing(canvas, (828, y), [width], thickness=13, color=UMBER, turn=lean, about=center)
    # what joins them
    for curve in (
        "M 636 410 C 700 392 752 338 816 336",
        "M 646 566 C 700 560 742 492 806 484",
    ):
        canvas.line(path(curve), 7, ORANGE)
    canvas.line(path("M 618 696 C 664 706 700 694 734 672"), 7, ORANGE)
    # the pencil, about to join the third
    tip = (734.0, 672.0)
    body = turned(rect(790, 653, 400, 38, 10), 24, tip)
    canvas.fill(moved(body, 12, 30), INK, alpha=0.16)
    parts: list[tuple[Shape, str]] = [
        ([(734, 672), (800, 650), (800, 694)], CREAM),
        ([(734, 672), (756, 664), (756, 680)], INK),
        (rect(800, 650, 340, 44), ORANGE),
        (rect(800, 678, 340, 16), RUST),
        (rect(1140, 650, 26, 44), STONE),
        (rect(1166, 650, 40, 44, 14), ROSE),
        (rect(1166, 650, 16, 44), ROSE),
    ]
    for part, color in parts:
        canvas.fill(turned(part, 24, tip), color)
    # a cup
    saucer = circle(1388, 236, 128)
    _cast(canvas, saucer)
    canvas.fill(saucer, MIST)
    canvas.fill(circle(1388, 236, 104), PAPER, alpha=0.5)
    canvas.limb([(1332, 288, 32), (1312, 306, 28)], DARK)
    canvas.fill(circle(1388, 236, 82), DARK)
    canvas.fill(circle(1388, 236, 64), UMBER)
    canvas.fill(path("M 1338 216 Q 1354 182 1394 178 Q 1362 196 1352 228"), CHESTNUT)
    # a paper clip
    clip = path("M 150 560 L 150 660 C 150 700 206 700 206 660 L 206 530 C 206 484 132 484 132 530 L 132 668")
    canvas.line(moved(turned(clip, 30, (170, 590)), 6, 8), 9, STONE)
    canvas.line(turned(clip, 30, (170, 590)), 9, DARK)
    return canvas


def write_a_job_posting() -> Canvas:
    """Draw a person before a large posting, taking one of its tabs."""
    canvas = Canvas(ORANGE)
    floor = 836
    canvas.fill(rect(0, floor, WIDTH, HEIGHT - floor), RUST)
    # the posting and its tabs; one is gone, one is being taken
    left, top, width = 650.0, 104.0, 504.0
    step = width / 7
    canvas.fill(moved(rect(left, top, width, 500), 24, 28), RUST, alpha=0.5)
    tabs: list[Shape] = []
    for number in (0, 1, 3, 5, 6):
        x = left + number * step
        slant = (-7, 4, 0, -4, 0, 5, -6)[number]
        tabs.append(
            [
                (x + 3, top + 490),
                (x + step - 3, top + 490),
                (x + step - 3 + slant, top + 622),
                (x + 3 + slant, top + 622),
            ]
        )
    tabs.append(turned(rect(802, 706, step - 6, 132), -9, (836, 706)))
    for tab in tabs:
        canvas.fill(moved(tab, 16, 18), RUST, alpha=0.5)
    canvas.fill(rect(left, top, width, 500), PAPER)
    for tab in tabs:
        canvas.fill(tab, PAPER)
        x, y = (tab[0][0] + tab[1][0]) / 2, (tab[0][1] + tab[1][1]) / 2
        foot = ((tab[2][0] + tab[3][0]) / 2, (tab[2][1] + tab[3][1]) / 2)
        canvas.line([_mix((x, y), foot, 0.32), _mix((x, y), foot, 0.82)], 9, STONE)
    _writing(canvas, (left + 56, top + 64), [330, 230], step=54, thickness=34, color=DARK)
    _writing(canvas, (left + 56, top + 200), [392, 360, 384, 250], step=36, thickness=13)
    for row, length in enumerate((310, 260, 290)):
        y = top + 362 + row * 40
        canvas.fill(circle(left + 66, y + 6, 10), ORANGE)
        _writing(canvas, (left + 96, y), [length], thickness=13)
    for x in (left + 26, left + width - 26):
        canvas.fill(circle(x + 3, top + 30, 13), STONE)
        canvas.fill(circle(x, top + 26, 13), TEAL)
    # the reader's shadow and legs
    canvas.fill(ellipse(600, 900, 190, 15), INK, alpha=0.25)
    canvas.limb([(508, 700, 84), (504, 800, 64), (500, 880, 44)], INK)
    canvas.limb([(576, 700, 84), (582, 800, 64), (588, 880, 44)], INK)
    canvas.fill(path("M 466 906 Q 468 872 498 868 L 524 868 L 526 906"), DEEP)
    canvas.fill(path("M 562 906 L 564 868 L 590 868 Q 620 872 622 906"), DEEP)
    # left arm, coat, right arm with the tab
    canvas.limb([(466, 430, 74), (434, 540, 62), (452, 640, 50)], DARK)
    coat = path(
        "M 514 366 C 462 374 432 396 432 460 C 436 560 428 650 416 742 "
        "Q 542 776 668 742 C 656 650 648 560 652 460 C 652 396 622 374 570 366"
    )
    canvas.fill(coat, TEAL)
    shade = path("M 432 460 C 470 540 474 660 466 780 L 400 780 L 400 460")
    canvas.fill(shade, DARK, within=coat)
    canvas.fill(rect(538, 640, 8, 140), DARK, within=coat)
    canvas.limb([(616, 428, 76), (684, 560, 64), (764, 664, 48)], TEAL)
    canvas.limb([(776, 680, 36), (804, 706, 42)], FAWN)
    canvas.limb([(806, 698, 24), (838, 712, 19)], FAWN)
    canvas.limb([(806, 716, 24), (836, 734, 19)], FAWN)
    # a bag on its strap
    canvas.line([(606, 376), (440, 640)], 18, SAND)
    canvas.fill(turned(rect(360, 626, 136, 112, 14), 4, (430, 680)), SAND)
    canvas.fill(turned(rect(360, 626, 136, 46, 14), 4, (430, 680)), CREAM)
    # neck and head from behind
    canvas.fill(rect(514, 320, 56, 60), FAWN)
    canvas.fill(path("M 500 372 Q 542 350 584 372 L 588 392 Q 542 412 496 392"), DARK)
    canvas.fill(ellipse(483, 288, 10, 17), FAWN)
    canvas.fill(ellipse(601, 288, 10, 17), FAWN)
    canvas.fill(ellipse(542, 278, 60, 70), UMBER)
    canvas.fill(ellipse(542, 196, 38, 34), UMBER)
    canvas.line(path("M 518 222 Q 542 234 566 222"), 8, RUST)
    return canvas


def temporary_work() -> Canvas:
    """Draw a worker with a bag on the way into a lit doorway."""
    canvas = Canvas(DARK)
    floor = 800
    for x in range(15, WIDTH, 75):
        canvas.fill(rect(x, 0, 5, floor), DEEP)
    canvas.fill(rect(0, floor, WIDTH, HEIGHT - floor), DEEP)
    # the doorway and the room behind it
    canvas.fill(rect(536, 146, 428, 654), ORANGE)
    room = rect(560, 170, 380, 630)
    canvas.fill(room, CREAM)
    canvas.fill(rect(640, 230, 220, 510), PAPER, alpha=0.55)
    canvas.fill([(560, floor), (640, 740), (860, 740), (940, floor)], SAND)
    for side in (False, True):

        def place(shape: Sequence[Point], mirror: bool = side) -> Shape:
            return flipped(shape, 750) if mirror else list(shape)

        for outer, inner in ((330, 356), (474, 474), (618, 592)):
            shelf = [(560, outer), (640, inner), (640, inner + 9), (560, outer + 13)]
            canvas.fill(place(shelf), SAND)
        for x, foot, width, height, color in (
            (572, 335, 42, 66, ROSE),
            (568, 474, 56, 60, POOL),
            (574, 613, 38, 56, ROSE),
            (570, 770, 48, 78, POOL),
        ):
            box = rect(x, foot - height, width, height)
            canvas.fill(place(box), color, alpha=0.75)
    # its light on the ground
    canvas.fill([(560, floor), (940, floor), (1210, HEIGHT), (290, HEIGHT)], SAND)
    canvas.fill([(640, floor), (860, floor), (1000, HEIGHT), (500, HEIGHT)], CREAM, alpha=0.6)
    # the sliding door, pushed aside, and a clock
    canvas.fill(rect(500, 112, 840, 18, 9), POOL)
    for x in (1040, 1230):
        canvas.fill(rect(x - 12, 112, 24, 40, 6), SAND)
    door = rect(966, 138, 344, 668)
    canvas.fill(door, TEAL)
    for edge in (
        rect(966, 138, 344, 26),
        rect(966, 458, 344, 26),
        rect(966, 780, 344, 26),
        rect(966, 138, 26, 668),
        rect(1284, 138, 26, 668),
        [(992, 458), (992, 426), (1284, 164), (1284, 196)],
        [(992, 780), (992, 748), (1284, 484), (1284, 516)],
    ):
        canvas.fill(edge, POOL, within=door)
    canvas.fill(circle(396, 316, 76), SAND)
    canvas.fill(circle(396, 316, 61), PAPER)
    for hour in range(12):
        mark = turned(rect(393, 262, 6, 12, 3), 30 * hour, (396, 316))
        canvas.fill(mark, STONE)
    canvas.line([(396, 316), (396, 276)], 8, INK)
    canvas.line([(396, 316), (366, 333)], 8, INK)
    # the worker's shadow, toward us
    canvas.fill([(708, 822), (742, 822), (724, HEIGHT), (640, HEIGHT)], UMBER)
    canvas.fill([(766, 806), (800, 806), (868, HEIGHT), (776, HEIGHT)], UMBER)
    # legs, one foot ahead
    canvas.limb([(782, 560, 78), (792, 680, 60), (784, 772, 42)], INK)
    canvas.fill(path("M 758 806 Q 756 762 784 762 Q 812 762 810 806"), DEEP)
    canvas.limb([(722, 560, 80), (716, 690, 62), (722, 792, 44)], DARK)
    canvas.fill(path("M 694 828 Q 692 780 722 780 Q 752 780 750 828"), DEEP)
    # the bag, arms
    canvas.limb([(676, 408, 68), (640, 504, 58), (652, 592, 44)], POOL)
    canvas.limb([(654, 600, 38), (660, 622, 36)], UMBER)
    canvas.limb([(824, 408, 68), (862, 504, 58), (860, 592, 44)], POOL)
    canvas.limb([(860, 600, 38), (858, 622, 36)], UMBER)
    canvas.line(path("M 812 676 Q 812 628 858 628 Q 906 628 906 676"), 11, INK)
    canvas.fill(rect(786, 668, 150, 96, 18), RUST)
    canvas.fill(rect(786, 700, 150, 9), UMBER)
    canvas.fill(rect(846, 694, 30, 22, 5), SAND)
    # neck, vest, head from behind
    canvas.fill(rect(724, 310, 52, 60), UMBER)
    canvas.limb([(740, 384, 60), (760, 384, 60)], POOL)
    vest = path(
        "M 706 356 C 664 362 642 380 648 430 C 656 500 670 540 668 606 "
        "Q 750 628 832 606 C 830 540 844 500 852 430 C 858 380 836 362 794 356 "
        "Q 750 376 706 356"
    )
    canvas.fill(vest, ORANGE)
    canvas.fill([(694, 340), (720, 340), (720, 500), (694, 500)], MIST, within=vest)
    canvas.fill([(780, 340), (806, 340), (806, 500), (780, 500)], MIST, within=vest)
    canvas.fill(rect(630, 492, 240, 28), MIST, within=vest)
    canvas.fill(ellipse(704, 296, 8, 15), UMBER)
    canvas.fill(ellipse(796, 296, 8, 15), UMBER)
    canvas.fill(path("M 704 260 L 796 260 C 800 310 786 336 750 338 C 714 336 700 310 704 260"), INK)
    canvas.fill(path("M 688 282 C 684 214 712 196 750 196 C 788 196 816 214 812 282"), TEAL)
    canvas.fill(path("M 680 276 Q 750 256 820 276 L 820 290 Q 750 272 680 290"), POOL)
    canvas.fill(path("M 740 194 Q 750 190 760 194 L 760 262 L 740 262"), POOL)
    return canvas


def _from_above(
    canvas: Canvas,
    at: Point,
    turn: float,
    *,
    cloth: str,
    skin: str,
    hair: str,
    chair: str,
    bun: bool = False,
) -> None:
    """Draw a seated person seen from above, looking right before the turn."""

    def place(shape: Sequence[Point]) -> Shape:
        return moved(turned(shape, turn, (0, 0)), *at)

    def arm(joints: Sequence[tuple[float, float, float]], color: str) -> None:
        canvas.limb(
            [(*place([(x, y)])[0], thickness) for x, y, thickness in joints],
            color,
        )

    seat = place(rect(-130, -110, 190, 220, 50))
    canvas.fill(moved(seat, 18, 22), INK, alpha=0.16)
    canvas.fill(seat, chair)
    canvas.fill(moved(place(ellipse(0, 0, 76, 138)), 16, 20), INK, alpha=0.16)
    for side in (-1, 1):
        arm([(150, side * 74, 42), (176, side * 52, 40)], skin)
        arm([(6, side * 104, 74), (84, side * 118, 62), (142, side * 80, 48)], cloth)
    canvas.fill(place(ellipse(0, 0, 74, 136)), cloth)
    canvas.fill(place(ellipse(38, 0, 40, 34)), skin)
    if bun:
        canvas.fill(place(circle(-70, 0, 32)), hair)
    canvas.fill(place(ellipse(14, 0, 70, 62)), skin)
    for side in (-1, 1):
        canvas.fill(place(ellipse(20, side * 62, 15, 11)), skin)
    canvas.fill(place(ellipse(4, 0, 68, 64)), hair)
    canvas.fill(place(path("M 40 -50 Q 10 -20 -30 -14 Q 14 -8 46 -36")), INK, alpha=0.2)


def structured_interview() -> Canvas:
    """Draw two interviewers with the same form and a candidate, seen from above."""
    canvas = Canvas(SAGE)
    rug = circle(750, 500, 440)
    canvas.fill(rug, MOSS)
    canvas.fill(circle(750, 500, 410), SAGE)
    canvas.fill(circle(750, 500, 396), MOSS)
    table = circle(750, 500, 262)
    canvas.fill(moved(table, 26, 32), INK, alpha=0.2)
    people: tuple[tuple[Point, float, str, str, str, bool], ...] = (
        ((440, 300), 33, TEAL, FAWN, UMBER, True),
        ((440, 700), -33, PAPER, UMBER, INK, False),
        ((1116, 500), 180, ORANGE, CHESTNUT, INK, False),
    )
    canvas.fill(table, SAND)
    canvas.fill(circle(750, 500, 246), CREAM, alpha=0.45)
    # two forms alike, with points given in different places
    for (x, y), turn, points in (
        ((640.0, 400.0), 30.0, (2, 3, 1, 2)),
        ((640.0, 600.0), -30.0, (2, 2, 3, 2)),
    ):
        form = turned(rect(x - 62, y - 80, 124, 160, 4), turn + 90, (x, y))
        canvas.fill(moved(form, 6, 8), INK, alpha=0.14)
        canvas.fill(form, PAPER)
        for row, point in enumerate(points):
            for column in range(4):
                dot = circle(x - 38 + column * 26, y - 52 + row * 36, 9)
                color = ORANGE if column == point else STONE
                canvas.fill(turned(dot, turn + 90, (x, y)), color)
    resume = turned(rect(842, 430, 110, 146, 4), -6, (900, 500))
    canvas.fill(moved(resume, 6, 8), INK, alpha=0.14)
    canvas.fill(resume, PAPER)
    _writing(
        canvas,
        (858, 450),
        [48, 0, 76, 66, 0, 72],
        step=18,
        thickness=8,
        turn=-6,
        about=(900, 500),
    )
    glass = circle(800, 340, 34)
    canvas.fill(moved(glass, 8, 10), INK, alpha=0.14)
    canvas.fill(glass, MIST)
    canvas.fill(circle(800, 340, 24), PAPER)
    cup = circle(790, 668, 38)
    canvas.fill(moved(cup, 8, 10), INK, alpha=0.14)
    canvas.fill(cup, DARK)
    canvas.fill(circle(790, 668, 28), UMBER)
    for at, turn, cloth, skin, hair, bun in people:
        _from_above(
            canvas,
            at,
            turn,
            cloth=cloth,
            skin=skin,
            hair=hair,
            chair=DARK,
            bun=bun,
        )
    return canvas


def two_job_offers() -> Canvas:
    """Draw a hand with a balance: coins against a lunch box and a clock."""
    canvas = Canvas(BLUSH)
    canvas.fill(circle(750, 500, 400), PAPER)
    # arm and hand
    canvas.fill(path("M 664 -20 L 836 -20 L 824 152 L 676 152"), DARK)
    canvas.fill(rect(666, 140, 168, 36, 8), SAND)
    canvas.line([(750, 270), (750, 408)], 14, DARK)
    canvas.fill(rect(696, 176, 108, 50), CHESTNUT)
    canvas.fill(rect(674, 204, 152, 70, 34), CHESTNUT)
    for knuckle, tip in ((694.0, 276.0), (731.0, 288.0), (769.0, 288.0), (806.0, 276.0)):
        canvas.line([(knuckle, 236), (knuckle, tip)], 40, CHESTNUT)
    for gap, tip in ((712.5, 288.0), (750.0, 298.0), (787.5, 288.0)):
        canvas.line([(gap, 244), (gap, tip)], 5, UMBER)
    # the beam
    left, right, drop = (440.0, 392.0), (1060.0, 428.0), 316.0
    canvas.line([left, right], 20, DARK)
    canvas.line([_mix(left, right, 0.02), _mix(left, right, 0.98)], 6, POOL)
    canvas.fill(circle(750, 410, 36), ORANGE)
    canvas.fill(circle(750, 410, 17), PAPER)
    for x, y in (left, right):
        canvas.line([(x - 176, y + drop), (x, y), (x + 176, y + drop)], 5, DARK)
        canvas.fill(circle(x, y, 16), ORANGE)
    # coins
    x, pan = left[0], left[1] + drop
    for offset, count in ((-98, 3), (98, 4), (0, 7)):
        for number in range(count):
            y = pan - 30 - number * 25
            canvas.fill(rect(x + offset - 45, y, 90, 25, 7), RUST)
            canvas.fill(rect(x + offset - 45, y, 90, 22, 7), SAND)
            canvas.fill(rect(x + offset + 17, y, 28, 22, 7), ORANGE)
        rim = ellipse(x + offset, pan - 26 - (count - 1) * 25, 45, 10)
        canvas.fill(rim, CREAM)
    # clock, lunch box, apple
    x, pan = right[0], right[1] + drop
    for dx in (-24, 24):
        canvas.fill(circle(x + 104 + dx * 1.4, pan - 128, 20), ORANGE)
        canvas.line([(x + 104 + dx, pan - 40), (x + 104 + dx * 1.5, pan)], 12, INK)
    canvas.line([(x + 104, pan - 150), (x + 104, pan - 128)], 8, INK)
    canvas.fill(circle(x + 104, pan - 76, 62), INK)
    canvas.fill(circle(x + 104, pan - 76, 49), PAPER)
    canvas.line([(x + 104, pan - 76), (x + 104, pan - 110)], 7, INK)
    canvas.line([(x + 104, pan - 76), (x + 128, pan - 66)], 7, INK)
    canvas.line(
        path(
            f"M {x - 98} {pan - 176} Q {x - 98} {pan - 212} {x - 64} {pan - 212} "
            f"Q {x - 30} {pan - 212} {x - 30} {pan - 176}"
        ),
        14,
        DARK,
    )
    lid = path(f"M {x - 164} {pan - 100} C {x - 164} {pan - 196} {x + 36} {pan - 196} {x + 36} {pan - 100}")
    canvas.fill(lid, POOL)
    canvas.fill(rect(x - 164, pan - 104, 200, 104, 8), TEAL)
    canvas.fill(rect(x - 168, pan - 108, 208, 12, 6), DARK)
    for dx in (-124, -24):
        canvas.fill(rect(x + dx, pan - 118, 20, 36, 5), SAND)
    canvas.limb([(x + 12, pan - 34, 56), (x + 34, pan - 34, 56)], RUST)
    canvas.line([(x + 23, pan - 60), (x + 28, pan - 80)], 6, UMBER)
    canvas.fill(ellipse(x + 44, pan - 76, 17, 8, -24), MOSS)
    # the pans before them
    for x, y in (left, right):
        pan = y + drop
        bowl = path(
            f"M {x - 190} {pan - 4} L {x + 190} {pan - 4} "
            f"C {x + 160} {pan + 76} {x - 160} {pan + 76} {x - 190} {pan - 4}"
        )
        canvas.fill(bowl, DARK)
        canvas.fill(rect(x - 196, pan - 12, 392, 18, 9), POOL)
    return canvas


def before_day_one() -> Canvas:
    """Draw an open locker in a row of closed ones, with a worker's gear laid ready."""
    canvas = Canvas(OAT)
    top, bottom = 90, 850
    canvas.fill(rect(0, 0, WIDTH, top), TINT)
    canvas.fill(rect(0, bottom, WIDTH, HEIGHT - bottom), STONE)
    canvas.fill(rect(0, bottom - 30, WIDTH, 46), INK)
    for number in range(5):
        x = number * 300
        canvas.fill(rect(x, top, 300, bottom - top - 24), DARK)
        canvas.fill(rect(x + 8, top + 10, 284, bottom - top - 44, 8), TEAL)
        for slit in range(5):
            canvas.fill(rect(x + 90, 150 + slit * 24, 120, 9, 4), DARK)
        canvas.fill(rect(x + 112, 300, 76, 40, 4), PAPER)
        canvas.fill(rect(x + 130, 315, 40, 10, 5), STONE)
        canvas.fill(rect(x + 250, 430, 16, 90, 8), SAND)
    # the open locker
    inside = rect(608, 100, 284, 716, 8)
    canvas.fill(inside, CREAM)
    canvas.fill([(608, 100), (650, 128), (650, 790), (608, 816)], SAND, within=inside)
    canvas.fill([(608, 816), (650, 786), (892, 786), (892, 816)], SAND, within=inside)
    canvas.fill(rect(608, 306, 284, 18), UMBER)
    canvas.fill([(608, 324), (892, 324), (892, 344), (650, 344)], INK, alpha=0.14)
    # hard hat on the shelf
    canvas.fill(path("M 664 292 C 660 214 700 182 754 182 C 808 182 848 214 844 292"), ORANGE)
    canvas.fill(path("M 738 184 Q 754 170 770 184 L 774 284 L 734 284"), SAND)
    canvas.fill(rect(646, 280, 216, 26, 13), RUST)
    # vest on its hanger
    canvas.line([(620, 366), (884, 366)], 10, UMBER)
    canvas.line(path("M 754 400 L 754 380 Q 754 362 768 366"), 7, INK)
    canvas.line([(676, 440), (754, 398), (832, 440)], 12, UMBER)
    vest = path(
        "M 700 420 Q 664 436 650 452 C 664 500 668 560 660 668 L 848 668 "
        "C 840 560 844 500 858 452 Q 844 436 808 420 C 796 452 776 480 754 500 "
        "C 732 480 712 452 700 420"
    )
    canvas.fill(vest, ORANGE)
    canvas.fill(rect(640, 566, 230, 30), MIST, within=vest)
    canvas.fill([(688, 420), (714, 420), (714, 566), (688, 566)], MIST, within=vest)
    canvas.fill([(794, 420), (820, 420), (820, 566), (794, 566)], MIST, within=vest)
    canvas.fill(rect(751, 496, 6, 172), RUST)
    # boots
    for x in (672, 776):
        canvas.fill(
            path(f"M {x} 700 L {x + 52} 700 L {x + 54} 752 Q {x + 92} 758 {x + 92} 796 L {x} 796"),
            UMBER,
        )
        canvas.fill(rect(x - 4, 792, 100, 16, 6), INK)
        canvas.fill(rect(x - 3, 694, 58, 16, 8), SAND)
    # the door, swung toward us, with a badge on a hook
    door = [(608, 96), (446, 52), (446, 884), (608, 820)]
    canvas.fill(moved(door, -26, 14), INK, alpha=0.2)
    canvas.fill(door, POOL)
    canvas.fill([(446, 52), (460, 56), (460, 879), (446, 884)], DARK)
    canvas.line([(526, 196), (500, 396)], 9, ORANGE)
    canvas.line([(530, 196), (556, 400)], 9, ORANGE)
    canvas.line([(500, 396), (528, 440), (556, 400)], 9, ORANGE)
    canvas.fill(circle(528, 192, 13), SAND)
    badge = [(484, 440), (572, 448), (572, 572), (484, 572)]
    canvas.fill(moved(badge, 8, 10), INK, alpha=0.2)
    canvas.fill(badge, PAPER)
    canvas.fill(circle(528, 488, 22), ROSE)
    canvas.fill(rect(502, 524, 52, 10, 5), INK)
    canvas.fill(rect(510, 544, 36, 8, 4), STONE)
    return canvas


def first_week() -> Canvas:
    """Draw a newcomer at a desk and a colleague beside it, at sunrise."""
    canvas = Canvas(BLUSH)
    floor = 800
    canvas.fill(rect(0, floor, WIDTH, HEIGHT - floor), ROSE)
    # the window and the morning
    canvas.fill(rect(430, 92, 640, 486), PAPER)
    pane = rect(454, 116, 592, 438)
    canvas.fill(pane, CREAM)
    canvas.fill(circle(730, 420, 270), SAND, alpha=0.4, within=pane)
    canvas.fill(circle(730, 420, 166), ORANGE, within=pane)
    for roofs, color in (
        (
            "M 454 470 L 540 410 L 626 470 L 700 470 L 700 440 L 780 440 L 780 480 "
            "L 870 420 L 960 480 L 1046 450 L 1046 560 L 454 560",
            ROSE,
        ),
        (
            "M 454 520 L 580 520 L 580 490 L 660 490 L 660 520 L 730 480 L 800 520 "
            "L 1046 520 L 1046 560 L 454 560",
            POOL,
        ),
    ):
        canvas.fill(path(roofs), color, within=pane)
    canvas.fill(rect(742, 116, 16, 438), PAPER)
    canvas.fill(rect(406, 560, 688, 26, 6), PAPER)
    canvas.fill(rect(406, 586, 688, 10), ROSE, alpha=0.5)
    # shadows on the floor
    canvas.fill(ellipse(440, 888, 220, 14), RUST, alpha=0.45)
    canvas.fill(ellipse(960, 888, 230, 14), RUST, alpha=0.45)
    # the colleague, standing behind the desk
    canvas.limb([(968, 620, 110), (962, 740, 70), (958, 852, 50)], INK)
    canvas.limb([(1010, 620, 100), (1016, 740, 70), (1022, 846, 50)], INK)
    canvas.fill(path("M 990 888 L 990 852 L 936 852 Q 896 862 890 888"), DEEP)
    _profile(
        canvas,
        (962, 268),
        skin=UMBER,
        hair=INK,
        style=LONG_HAIR,
        size=0.86,
        turn=8,
        mirror=True,
    )
    canvas.limb([(1006, 424, 84), (1062, 530, 66), (1000, 560, 50)], MOSS)
    torso = path(
        "M 930 360 C 896 372 884 420 892 480 C 900 550 904 600 908 652 "
        "L 1066 652 C 1072 560 1078 470 1056 410 C 1046 374 1020 352 990 352"
    )
    canvas.fill(torso, SAGE)
    canvas.limb([(1026, 428, 84), (1074, 536, 66), (986, 560, 48)], MOSS)
    canvas.limb([(966, 560, 36), (944, 556, 38)], UMBER)
    canvas.fill(rect(900, 516, 56, 66, 8), PAPER)
    canvas.line(path("M 902 530 Q 880 532 882 550 Q 884 566 902 566"), 9, PAPER)
    for y in (536, 552, 568):
        canvas.limb([(956, y, 17), (928, y, 15)], UMBER)
    # the newcomer
    _side_chair(canvas, 400, TEAL, mirror=True)
    canvas.limb([(380, 650, 96), (568, 656, 84), (560, 842, 48)], INK)
    canvas.fill(path("M 534 886 L 536 838 L 586 838 Q 636 858 646 886"), DEEP)
    _profile(canvas, (462, 352), skin=FAWN, hair=UMBER, size=0.94, turn=6)
    body = path(
        "M 328 694 C 312 610 326 510 390 456 C 424 430 476 436 492 474 "
        "C 508 540 496 620 480 696 Q 400 722 328 694"
    )
    canvas.fill(body, PAPER)
    canvas.line(path("M 424 444 Q 492 440 518 510"), 9, ORANGE)
    canvas.fill(turned(rect(492, 500, 58, 76, 6), -6, (520, 505)), ORANGE)
    canvas.fill(turned(rect(499, 517, 44, 52, 3), -6, (520, 505)), PAPER)
    canvas.fill(circle(523, 534, 10), ROSE)
    canvas.fill(turned(rect(506, 553, 30, 7, 3), -6, (520, 505)), INK)
    # the desk
    canvas.fill([(604, 660), (634, 660), (618, 888), (602, 888)], UMBER)
    canvas.fill(rect(960, 660, 170, 228, 6), TEAL)
    for y in (684, 756, 828):
        canvas.fill(rect(976, y, 138, 50, 4), POOL)
        canvas.fill(rect(1024, y + 20, 42, 9, 4), SAND)
    canvas.fill(rect(556, 634, 604, 34, 12), RUST)
    canvas.fill(rect(556, 634, 604, 22, 11), SAND)
    # notebook, plant, the writing arm
    canvas.fill([(640, 634), (650, 616), (790, 616), (800, 634)], TEAL)
    canvas.fill([(652, 622), (660, 606), (720, 614), (780, 606), (788, 622)], PAPER)
    canvas.fill([(1078, 568), (1136, 568), (1128, 634), (1086, 634)], RUST)
    for turn in (-44, -16, 14, 42):
        canvas.fill(turned(ellipse(1107, 512, 17, 62), turn, (1107, 576)), TEAL)
    canvas.limb([(414, 506, 80), (446, 612, 64), (646, 600, 46)], STONE)
    canvas.line([(676, 612), (716, 548)], 9, DARK)
    canvas.limb([(656, 598, 36), (690, 594, 38)], FAWN)
    return canvas


PICTURES: dict[str, Callable[[], Canvas]] = {
    "resume-for-one-job": resume_for_one_job,
    "write-a-job-posting": write_a_job_posting,
    "temporary-work": temporary_work,
    "structured-interview": structured_interview,
    "two-job-offers": two_job_offers,
    "before-day-one": before_day_one,
    "first-week": first_week,
    "second-interview": second_interview,
}


def draw_all(folder: Path) -> list[Path]:
    """Draw every picture into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for name, picture in PICTURES.items():
        file = folder / f"{name}.png"
        picture().finished().save(file, format="PNG", optimize=True)
        files.append(file)
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the pictures the command line asks for."""
    parser = argparse.ArgumentParser(description="Draw the articles' illustrations (1500 x 1000 px, PNG).")
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("docs/articles/posts/2026"),
        help="where the pictures go (default: %(default)s)",
    )
    folder: Path = parser.parse_args(arguments).folder
    for file in draw_all(folder):
        print(f"{file}  {file.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

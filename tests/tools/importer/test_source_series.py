from __future__ import annotations

from knowledge_center.tools.importer.existing_articles import read_existing_article
from knowledge_center.tools.importer.import_model import TargetSite
from tests.tools.importer.samples import articles, imported, post, report_messages


def series(*heads: str, here: str = "") -> list[object]:
    """The field ``series`` of articles with these lines of front matter, the oldest first."""
    files = {
        f"_posts/2019-05-0{number}-p{number}.md": post(f"P {number}", *head.split("\n"))
        for number, head in enumerate(heads, 1)
    }
    existing = [read_existing_article("2018/old.md", here.encode())] if here else []
    plan = imported(files, target_site=TargetSite(articles=existing))
    assert not any(one.name in ("series", "part") for one in plan.report.unused_fields)
    return [articles(plan)[f"p{number}"].front.get("series") for number in range(1, len(heads) + 1)]


def part(number: int, name: str = "First days") -> object:
    return {"name": name, "part": number}


def test_numbers_of_the_old_site_stay() -> None:
    """By the fields of Jekyll's and Hugo's themes, as a group or in lists."""
    assert series("series: First days\npart: 2", "series: First days\npart: 1") == [part(2), part(1)]
    assert series("series: [First days]\nseries_order: 4") == [part(4)]
    assert series("series:\n  name: first-days\n  part: 1") == [part(1)]


def test_without_numbers_the_oldest_is_the_first() -> None:
    """Where one is missing or there twice, all are numbered anew, in the order that is known."""
    assert series("series: [A, B]", "series: A") == [part(1, "A"), part(2, "A")]
    assert series("series: A\npart: 2", "series: A\npart: 2", "series: a\npart: 1") == [
        part(2, "A"), part(3, "A"), part(1, "A"),
    ]  # fmt: skip


def test_parts_that_are_here_keep_their_numbers() -> None:
    """New ones come after them."""
    here = "---\ntitle: Old\ndate: 2018-01-01\nseries: {name: First days, part: 3}\n---\nText"
    assert series("series: First days\npart: 3", here=here) == [part(4)]


def titled(*titles: str) -> list[object]:
    files = {f"_posts/2019-05-0{n}-p{n}.md": post(title) for n, title in enumerate(titles, 1)}
    made = articles(imported(files))
    return [made[f"p{n}"].front.get("series") for n in range(1, len(titles) + 1)]


def test_a_title_says_which_part_it_is() -> None:
    """With what stands before it as the name, which part 1 has more of at times."""
    assert titled("Senior people are allies, part 1", "Senior people part 2: Work", "Senior people, Part 3") == [
        part(1, "Senior people"), part(2, "Senior people"), part(3, "Senior people"),
    ]  # fmt: skip
    assert titled("Gespräche führen (Teil 1)", "Gespräche führen (Teil 2)") == [
        part(1, "Gespräche führen"), part(2, "Gespräche führen"),
    ]  # fmt: skip
    assert titled("面接の準備 第1回", "面接の準備 第2回") == [part(1, "面接の準備"), part(2, "面接の準備")]


def test_the_number_of_a_part_may_be_a_word() -> None:
    """Or a Roman numeral, in the languages of sites; a longer word that begins so is none."""
    for first, second, name in (
        ("Pay, Part One", "Pay, part two: Offers", "Pay"),
        ("Pay (Part I)", "Pay – Pt. II", "Pay"),
        ("Lohn, Teil eins", "Lohn, Teil zwei", "Lohn"),
        ("Lön, del ett", "Lön, del två", "Lön"),
        ("الأجور: الجزء الأول", "الأجور: الجزء الثاني", "الأجور"),
        ("שכר, חלק א", "שכר, חלק ב׳", "שכר"),
        ("給与 第一回", "給与 第二回", "給与"),
    ):
        assert titled(first, second) == [part(1, name), part(2, name)]
    assert titled("The part I played", "The part iterations have") == [None, None]


def test_one_part_alone_is_no_series() -> None:
    """Nor are titles in which another number stands, or the same one twice."""
    assert titled("Federal rules, part 39", "Take part 2 times", "Top 10 tips", "Top 5 tips") == [None] * 4
    assert titled("Pay, part 1", "Pay, part 1", "News del 5 de mayo", "News del 12 de mayo") == [None] * 4


def test_a_later_part_joins_those_that_are_here() -> None:
    """Whoever imports again brings it alone."""
    here = "---\ntitle: Pay, part 1\ndate: 2018-01-01\nseries: {name: Pay, part: 1}\n---\nText"
    site = TargetSite(articles=[read_existing_article("2018/old.md", here.encode())])
    made = articles(imported({"_posts/2019-05-01-new.md": post("Pay, part 2")}, target_site=site))
    assert made["new"].front.get("series") == part(2, "Pay")


def test_what_was_decided_is_told() -> None:
    """A number that changed, a second series, a part of none."""
    said = report_messages(imported({"a.md": post("A", "date: 2019-05-06", "series: [S, T]", "part: two")}))
    assert "an article is in one series; “T” was left out." in said
    assert "it is part 1 of the series “S” now, which it did not say; see to the order." in said
    assert "it is part 2 of the series “Pay”, as its title says." in report_messages(
        imported(
            {"a.md": post("Pay, part 1", "date: 2019-05-06"), "b.md": post("Pay, part 2", "date: 2019-05-07")}
        )
    )
    assert "it is part 2 of no series; that was left out." in report_messages(
        imported({"a.md": post("A", "date: 2019-05-06", "part: 2")})
    )

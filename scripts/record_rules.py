"""After a change to the rules of the check: bring the page of the guide that names them up to date."""

from pathlib import Path

from knowledge_center.content.rule_examples import guide

if __name__ == "__main__":
    path = Path(__file__).parents[1] / "guides/checks.md"
    path.write_text(guide(), encoding="utf-8", newline="\n")
    print("guides/checks.md")

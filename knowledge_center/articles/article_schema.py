"""The fields of articles and of the lists beside them: the one place that says which there are."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge_center.articles.rules.typed_dates import MOMENT
from knowledge_center.front_matter.field_schema import FieldSchema, FileSchema
from knowledge_center.pictures.model import FOCUS
from knowledge_center.text.languages import LANGUAGE
from knowledge_center.text.slugs import NAME

# An old path has no empty part and no dots alone: what begins with // would be another site's address.
ALIAS = re.compile(rf"""{NAME.pattern}|(?:/(?!\.\.?(?:/|$))[^\s/?#\\<>"\x00-\x1f\x7f]+)+/?""")
# Python names its groups, JavaScript another way, and nobody needs the names in a pattern.
_MOMENT = re.sub(r"\?P<\w+>", "", MOMENT.pattern)

ARTICLE = FileSchema(
    name="article",
    title="The fields at the top of an article",
    files="articles/posts/**/*.md",
    fields=(
        FieldSchema(
            name="title",
            kind="line",
            label="Title",
            hint="The headline",
            required=True,
            about='The headline. With a colon in it, put it in quotes: `title: "Offers: how to compare them"`',
            purpose="Lists, feeds, search engines and mails show the title, and the page has no other.",
            example="The thank-you note, and when to send it",
        ),
        FieldSchema(
            name="date",
            kind="moment",
            label="Day of publication",
            required=True,
            about="The day it is published, `2026-11-23`, or a day and time, `2026-11-23 09:00`, in the site's time "
            "zone. In the future: scheduled until then",
            purpose="The day of publication decides from when an article is read and in which order articles stand.",
            example="2026-11-23",
            pattern=_MOMENT,
        ),
        FieldSchema(
            name="description",
            kind="line",
            label="Description",
            hint="One sentence of 50 to 160 characters for lists, search engines, feeds and the mail",
            required=True,
            about="One sentence of 50 to 160 characters. It stands in lists, in search engines, in feeds and in the "
            "mail",
            purpose="Lists, feeds, search engines and mails show the description, and all of them have little room.",
            example="What to write after an interview, how long it may be, and why the first day counts most.",
            least=50,
            most=160,
        ),
        FieldSchema(
            name="authors",
            kind="keys",
            label="Authors",
            hint="Who wrote it",
            required=True,
            about="A list of names from `docs/articles/.authors.yml`",
            purpose="Readers see who wrote an article, and each author has a page and a feed.",
            example="[careers-desk]",
            keys_of="authors",
        ),
        FieldSchema(
            name="categories",
            kind="keys",
            label="Topics",
            hint="What it is about; it is filed under the first",
            required=True,
            about="A list of topics from `docs/articles/.categories.yml`; the first is the one the article is filed "
            "under",
            purpose="An article is found under its categories, and digests and feeds go by them.",
            example="[interviews]",
            keys_of="categories",
        ),
        FieldSchema(
            name="image",
            kind="picture",
            label="Picture",
            hint="One picture for lists, mails and shared links, beside the article",
            about="A picture beside the file: `thank-you-note.jpg`",
            purpose="One picture stands for the article in lists, mails and shared links.",
            example="thank-you-note.jpg",
            needs="image_alt",
        ),
        FieldSchema(
            name="image_alt",
            kind="line",
            label="What the picture shows",
            about="What the picture shows, for people who do not see it",
            purpose="Who cannot see the image, because of the eyes or of the mail program, reads its description.",
            example="A hand writes a card at a kitchen table",
        ),
        FieldSchema(
            name="image_focus",
            kind="focus",
            label="What stays in sight",
            about="The point of the picture that stays in sight where it is cut, from the left and from the top: "
            "`30% 20%`; without it the middle. Cards and mails cut pictures to 3:2",
            purpose="A mail, a list or a card cuts a picture to its shape, and keeps what is around this point.",
            example="30% 20%",
            needs="image",
            pattern=FOCUS.pattern,
        ),
        FieldSchema(
            name="updated",
            kind="moment",
            label="Corrected on",
            about="The day of a correction readers should know about; on the first day with its hour, "
            "`2026-11-23 15:00`",
            purpose="Feed readers and search engines learn of a correction by its day.",
            example="2026-11-25",
            pattern=_MOMENT,
        ),
        FieldSchema(
            name="draft",
            kind="flag",
            label="Draft",
            hint="Nobody but you sees a draft",
            about="`true` keeps it to yourself",
            purpose="A draft is shown to nobody, so nobody should have to guess whether an article is one.",
            example="true",
        ),
        FieldSchema(
            name="aliases",
            kind="names",
            label="Former names",
            hint="Its former names; also old addresses that shall lead here, each beginning with /",
            about="Former names: `[old-name]`. An entry that begins with `/` is an old address that shall lead here: "
            "`[/blog/old-path/]`",
            purpose="Former names and old paths lead readers to the article, and tell ledgers that it is not new.",
            example="[old-name, /blog/old-path/]",
            pattern=ALIAS.pattern,
        ),
        FieldSchema(
            name="digest",
            kind="choice",
            label="In the next digest",
            hint="Put first in the next digest (feature), or left out of it (skip)",
            about="`feature` puts it first in the next digest, `skip` leaves it out",
            purpose="An editor may lift an article in the next digest, or leave it out.",
            example="feature",
            choices=("feature", "skip"),
        ),
        FieldSchema(
            name="series",
            kind="part",
            label="Part of a series",
            hint="The name of the series, the same in each part, and which part this is",
            about="The series it is a part of, and which: `{name: The first ninety days, part: 2}`. The page leads to "
            "the other parts, and the series has a page of its own",
            purpose="Who reads one part of a series wants to know which it is, and where the others are.",
            example="{name: The first ninety days, part: 2}",
        ),
        FieldSchema(
            name="language",
            kind="line",
            label="Language",
            hint="If it is another one than that of the site: de, fr, pt-BR",
            about="The language it is written in, if that is not the site's: `de`, `pt-BR`. Articles of each language "
            "have a list and feeds of their own",
            purpose="Browsers, voices and search engines go by the language of a text, and readers choose it.",
            example="de",
            pattern=LANGUAGE.pattern,
        ),
        FieldSchema(
            name="translation_of",
            kind="line",
            label="Translation of",
            hint="The name of the article in the first language: its file's, without .md",
            about="The name of the article this one is a translation of: `thank-you-note`. Each leads to the other; "
            "lists and feeds for everybody have the one in the site's language",
            purpose="Whoever reads an article in one language finds it in the others, and subscribers get it once.",
            example="thank-you-note",
            needs="language",
        ),
        FieldSchema(
            name="expires",
            kind="moment",
            label="Last day",
            about="The last day it is current. After it the page stays, with a notice, and so does every address "
            "that led to it; lists, feeds and search drop it",
            purpose="An article that is over leaves lists, feeds and search.",
            example="2027-12-31",
            pattern=_MOMENT,
        ),
        FieldSchema(
            name="review_by",
            kind="moment",
            label="Look at it again by",
            about="The day by which somebody should look at it again; afterwards the check reminds its authors, and "
            "stops nobody",
            purpose="Once that day has passed, the check reminds the authors to look at the article again.",
            example="2027-11-01",
            pattern=_MOMENT,
        ),
        FieldSchema(
            name="guid",
            kind="line",
            label="Identifier of a former site",
            about="The identifier a former site gave it. Importing sets it; leave it alone, unless the check offers "
            "a line",
            purpose="The identifier that a former site gave an article keeps it from being news to subscribers.",
            example="https://www.example.com/?p=123",
        ),
    ),
)

_NAME = FieldSchema(
    name="name",
    kind="line",
    label="Name",
    required=True,
    about="The name as readers see it",
    example="Careers Desk",
)
AUTHORS = FileSchema(
    name="authors",
    title="Who writes: each author below a key that stands in web addresses and in articles",
    files="articles/.authors.yml",
    keyed=True,
    key_pattern=NAME.pattern,
    fields=(
        _NAME,
        FieldSchema(
            name="kind",
            kind="choice",
            label="Kind",
            choices=("person", "desk"),
            about="`person` for one, whom search engines then show as such; a desk of several otherwise",
            example="person",
        ),
        FieldSchema(
            name="role",
            kind="line",
            label="Role",
            about="A few words beside the name",
            example="For job seekers",
        ),
        FieldSchema(
            name="description",
            kind="line",
            label="Description",
            about="A sentence or two for the author's page",
            example="Looks at hiring from the applicant's chair.",
        ),
        FieldSchema(
            name="url",
            kind="address",
            label="Address",
            about="A page about the author elsewhere, with https://",
            example="https://www.example.com/careers/",
            pattern=r"https?://.+",
        ),
        FieldSchema(
            name="portrait",
            kind="picture",
            label="Portrait",
            about="A square picture below docs/assets, shown 64 pixels wide: `assets/ada.jpg`",
            example="assets/careers-desk.jpg",
            pattern=r"assets/.+\.(?:png|jpe?g|webp|avif|gif|svg)",
        ),
    ),
)
CATEGORIES = FileSchema(
    name="categories",
    title="The topics, in their order: each below a key that stands in web addresses and in articles",
    files="articles/.categories.yml",
    keyed=True,
    key_pattern=NAME.pattern,
    fields=(
        replace(_NAME, example="Interviews"),
        FieldSchema(
            name="description",
            kind="line",
            label="Description",
            about="A sentence for the topic's page",
            example="Before, during and after.",
        ),
    ),
)
GONE = FileSchema(
    name="gone",
    title="What was removed on purpose: each article below the name that it had",
    files="articles/.gone.yml",
    keyed=True,
    fields=(
        FieldSchema(
            name="date",
            kind="day",
            label="Removed on",
            required=True,
            about="The day it was removed",
            example="2026-11-23",
            pattern=r"\d{4}-\d{2}-\d{2}",
        ),
        FieldSchema(
            name="reason",
            kind="line",
            label="Reason",
            about="Why, for whoever asks later",
            example="no longer true",
        ),
    ),
)

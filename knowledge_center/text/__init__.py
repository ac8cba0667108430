"""Words and numbers for people: dates, plurals, slugs, and text that may stand in XML."""

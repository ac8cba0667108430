"""An article's text, step by step, from another site's dialect to ours. ``convert`` is where it begins."""

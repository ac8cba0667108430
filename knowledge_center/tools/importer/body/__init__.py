"""An article's text, step by step, from another site's dialect to ours. ``convert`` is the door."""

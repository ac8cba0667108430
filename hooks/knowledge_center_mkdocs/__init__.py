"""The site generator's side: the only place that knows MkDocs and Material."""

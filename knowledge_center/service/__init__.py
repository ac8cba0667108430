"""The signup service: the only place that knows a web framework."""

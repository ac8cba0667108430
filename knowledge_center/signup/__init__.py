"""Signing up: the form that stands under every article."""

"""What fields of an article are called by other programs, and by editors in their own languages."""

from __future__ import annotations

_NAMES = {
    "title": "headline name titel titre título titulo titolo tytuł",
    "date": "datum fecha data pubdate publishdate publish_date published_at veröffentlicht erscheinungsdatum",
    "description": "summary excerpt abstract teaser lead intro standfirst dek beschreibung zusammenfassung "
    "kurzbeschreibung résumé resume chapô descripción descripcion descrizione samenvatting omschrijving descrição",
    "authors": "author by byline writer written_by autor autoren verfasser auteur auteurs autora autore autori",
    "categories": "category tags tag topics topic keywords kategorie kategorien thema themen schlagwörter schlagworte "
    "catégorie catégories categoría categorías categoria categorie etiquetas",
    "image": "cover hero thumbnail banner picture photo featured_image cover_image header_image og_image bild foto",
    "image_alt": "alt alt_text cover_alt image_description bildbeschreibung",
    "updated": "modified lastmod last_modified updated_at date_modified aktualisiert geändert",
    "aliases": "redirect_from redirects old_urls",
    "language": "lang locale sprache langue idioma lingua taal",
    "expires": "expiry expirydate expiry_date expiration valid_until unpublish_date",
}
_MEANT = {word: field for field, words in _NAMES.items() for word in words.split()}

# Fields that say whether an article is published, and what stands in them.
STATES = ("published", "status", "state", "visibility")
STATES_OF_DRAFTS = (
    "draft",
    "private",
    "pending",
    "hidden",
    "unpublished",
    "in review",
    "review",
    "wip",
    "entwurf",
    "brouillon",
)
STATES_OF_PUBLIC = ("publish", "published", "public", "live", "final")


def meant_field(name: str) -> str:
    """The field of ours that one of another name stands for; empty where nobody could tell."""
    return _MEANT.get(name.strip().casefold().replace("-", "_"), "")

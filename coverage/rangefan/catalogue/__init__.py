"""The sourced catalogue: read strictly, cross-checked, looked up by id."""

from rangefan.catalogue.load import Catalogue, load

__all__ = ["Catalogue", "load"]

"""Files in, strictly: every problem, with its line and what to do. Files out, safely."""

from rangefan.files.fields import Report, read_record
from rangefan.files.tables import read_table
from rangefan.files.text import read_text, write_bytes, write_text
from rangefan.files.toml import TomlFile, read_toml

__all__ = [
    "Report",
    "TomlFile",
    "read_record",
    "read_table",
    "read_text",
    "read_toml",
    "write_bytes",
    "write_text",
]

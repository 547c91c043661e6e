"""The command line: verbs, exit codes and messages."""

from rangefan.cli.main import main

__all__ = ["main"]

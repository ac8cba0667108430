"""``python -m knowledge_center_cli COMMAND``: the command where it is on no path."""

from knowledge_center_cli.command import program

program()

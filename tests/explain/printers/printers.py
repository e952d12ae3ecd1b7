"""Prints each document of a JSON array on standard input in Python's ways; a way that raises gives None."""

import base64
import json
import platform
import sys
from urllib.parse import urlencode


def flat(value):
    if not isinstance(value, dict) or any(isinstance(member, (dict, list)) for member in value.values()):
        raise ValueError("not flat")
    return value


COMPACT = (",", ":")
WAYS = {
    "python": lambda value: json.dumps(value),
    "python-utf8": lambda value: json.dumps(value, ensure_ascii=False),
    "python-compact": lambda value: json.dumps(value, separators=COMPACT),
    "python-compact-utf8": lambda value: json.dumps(value, separators=COMPACT, ensure_ascii=False),
    "python-sorted": lambda value: json.dumps(value, sort_keys=True),
    "python-sorted-utf8": lambda value: json.dumps(value, sort_keys=True, ensure_ascii=False),
    "python-sorted-compact": lambda value: json.dumps(value, sort_keys=True, separators=COMPACT),
    "python-sorted-compact-utf8": lambda value: json.dumps(value, sort_keys=True, separators=COMPACT, ensure_ascii=False),
    "python-2": lambda value: json.dumps(value, indent=2),
    "python-4": lambda value: json.dumps(value, indent=4),
    "python-4-utf8": lambda value: json.dumps(value, indent=4, ensure_ascii=False),
    "python-repr": lambda value: repr(value),
    "python-repr-quotes": lambda value: repr(value).replace("'", '"'),
    "python-form": lambda value: urlencode(flat(value)),
}


def printed(way, text):
    try:
        return base64.b64encode(way(json.loads(text)).encode()).decode()
    except (ValueError, RecursionError):
        return None


documents = json.load(sys.stdin)
rows = [{name: printed(way, text) for name, way in WAYS.items()} for text in documents]
print(json.dumps({"version": f"Python {platform.python_version()}", "printed": rows}))

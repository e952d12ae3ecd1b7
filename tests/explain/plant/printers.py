"""The bodies of standard input, each as Python programs print them again."""
import json
import sys

PRINTS = {
    "python": json.dumps,
    "python-unescaped": lambda value: json.dumps(value, ensure_ascii=False),
    "python-compact": lambda value: json.dumps(value, separators=(",", ":")),
    "python-compact-unescaped": lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False),
    "python-sorted": lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True),
    "python-sorted-default": lambda value: json.dumps(value, sort_keys=True),
    "python-indent-2": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
    "python-indent-4": lambda value: json.dumps(value, indent=4, ensure_ascii=False),
    "python-indent-4-escaped": lambda value: json.dumps(value, indent=4),
    "python-str": str,
}

bodies = json.loads(sys.stdin.buffer.read())
json.dump([{name: to_text(json.loads(body)) for name, to_text in PRINTS.items()} for body in bodies], sys.stdout)

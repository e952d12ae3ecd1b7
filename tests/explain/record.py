#!/usr/bin/env python3
"""Makes `bodies.json` again: documents, and how the programs of `printers/` print them.

    apt-get install php-cli golang-go ruby ruby-activesupport default-jdk-headless libgoogle-gson-java libjackson2-databind-java
    python3 tests/explain/record.py [seed] [count]

The seed names the generated documents; the fixed ones and the bodies of `tests/vectors` come first. Texts that several
programs print alike are recorded once, with the names of all of them.
"""

import base64
import json
import random
import re
import struct
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
JARS = ":".join(f"/usr/share/java/{name}.jar" for name in ("gson", "jackson-core", "jackson-databind", "jackson-annotations"))
PROGRAMS = [
    ["node", "printers.mjs"],
    ["python3", "printers.py"],
    ["php", "printers.php"],
    ["go", "run", "printers.go"],
    ["ruby", "printers.rb"],
    ["java", "-cp", JARS, "Printers.java"],
]

STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
DOUBLES_BY_JAVA = ("gson-map", "jackson", "jackson-map")

FIXED = [
    '{"webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"スクリーンショット 2020-08-05.txt"}}',
    '{"webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"test \\r"}}',
    '{"amount":1500,"currency":"XOF","customer":{"name":"Aïssatou Ñandú","url":"https://example.com/a?b=c&d=<e>"}}',
    '{ "a" : 1.0 , "b" : [ ] , "c" : { } , "d" : null }',
    "[1.0,-0,-0.0,0.0,1e0,10.50,1E5,1e-5,0.00001,0.0001,0.001,1e-7,1e-6,0.000001]",
    "[1e6,1e7,12345678.9,9999999.5,1e14,1e15,1e16,1e17,1e18,1e20,1e21,1e22,1e23,1.5e300,1e308]",
    "[123456789012345.5,1234567890123456.0,1234567890123456.5,12345678901234567.0,123456789012345678.0]",
    "[9007199254740991,9007199254740992,9007199254740993,-9007199254740993]",
    "[9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809]",
    "[18446744073709551615,18446744073709551616,100000000000000000000,123456789012345678901234567890]",
    "[5e-324,4.9e-324,2.2250738585072014e-308,1.7976931348623157e308,2e23,2e-3]",
    "1e400",
    "[1e400,-1e400]",
    '{"a":1e-400,"b":-1e-400}',
    '{"a":1,"b":2,"a":3}',
    '{"b":{"z":1,"y":[{"d":1,"c":2}]},"a":1,"10":2,"9":3,"1":4,"01":5,"é":6,"z":7,"😀":8,"\uffff":9,"Z":10,"_":11}',
    '{"0":"a","1":"b"}',
    '{"1":"a","0":"b"}',
    '{"0":"a","1":"b","0":"c"}',
    '{"0":{},"1":[],"2":{"0":1}}',
    '{"":1}',
    '{"\\u0000a":1,"a\\u0000":2}',
    '"a/b\\/c<d>&e=f\'g\\"h\\\\i"',
    '"\\u2028\\u2029\u2028\u2029\\u0085\\u00a0\\ufeff"',
    '"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\u007f\\u0080"',
    '"\\ud83d\\ude00😀é\\u00e9\\uD83D\\uDE00"',
    '["\\ud800"]',
    '["\\udc00 \\ud800\\ud800\\udc00"]',
    '{"\\ud800":1,"\\udbff":2}',
    "{}",
    "[]",
    "[[],{},[{}],{\"a\":[[]]}]",
    "null",
    "true",
    '""',
    '"{\\"a\\":1}"',
    "0",
    " 1 ",
    "\n{\"a\"\r\n:\t[1 ,2, 3]}\n",
    '{"a":null,"b":[null,{"c":null}],"d":{"e":null}}',
    '{"name":"Ama K. Mensah","email":"a+b@example.com","amount":10.50,"ok":true,"no":false,"none":null,"note":"a b~c*d(e)!\'é/😀","-_.":0}',
    '{"10":1,"9":2,"b c":"d&e=f","a":"+"}',
    "{'a':1}",
    "{\"a\":1,}",
    "a=1&b=2",
    "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25",
    "symbol=LTCBTC&side=BUY&name=A%C3%AFssatou+%C3%91and%C3%BA%20x&empty=&bare&z=%2f%7E~*'()!&1=one&0=zero&a=1&a=2&&b=%zz",
    "",
    "[" * 20 + "]" * 20,
    '{"a":"it\'s","b":"say \\"hi\\"","c":"both \' and \\"","d":"tab\\tnl\\ncr\\r\\\\","e":"\\u00a0\\u00ad\\u200b\\u2028\\ufeff\\ue000\\u007f\\u0001é😀"}',
]


def vectors():
    bodies = []
    for file in sorted((HERE.parent / "vectors").rglob("*.json")):
        case = json.loads(file.read_text())
        for holder in (case, case.get("request", {}), case.get("message", {})):
            body = holder.get("body") if isinstance(holder, dict) else None
            if isinstance(body, str) and len(body) < 400 and body not in bodies:
                bodies.append(body)
    return bodies


class Generator:
    LETTERS = ["a", "b", "key", "Z", "0", "7", " ", "/", "<", ">", "&", "'", "=", '\\"', "\\\\", "\\/", "é", "ß", "日本", "😀", "𝒳", "\u2028", "\\u2029"]
    RARE = ["\\n", "\\t", "\\r", "\\b", "\\f", "\\u0000", "\\u001f", "\\u007f", "\u007f", "\\u00E9", "\\uD83D\\uDE00", "\\u003c", "\uffff", "\ue000", "+", "%", "~", "*", "(", "!"]

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, longest):
        pick = self.random
        letters = [pick.choice(self.RARE if pick.random() < 0.1 else self.LETTERS) for _ in range(pick.randint(0, longest))]
        return '"' + "".join(letters) + '"'

    def number(self):
        pick = self.random
        kind = pick.randint(0, 9)
        sign = pick.choice(["", "", "", "-"])
        if kind <= 2:
            return sign + str(pick.randint(0, 10 ** pick.randint(1, 6)))
        if kind == 3:
            return sign + str((2 ** pick.choice([31, 53, 63, 64])) + pick.randint(-3, 3))
        if kind == 4:
            return sign + str(pick.randint(0, 10 ** pick.randint(15, 30)))
        if kind == 5:
            return sign + f"{pick.randint(0, 99999)}.{pick.randint(0, 99):02}"
        if kind == 6:
            return sign + repr(pick.randint(1, 10 ** pick.randint(1, 17))) + pick.choice(["e", "E"]) + pick.choice(["", "+", "-"]) + str(pick.randint(0, 30))
        if kind == 7:
            return sign + pick.choice(["0", "0.0", "1.0", "100.0", "0.10", "1e0", "0e5", "1.50"])
        while True:
            value = struct.unpack("d", struct.pack("Q", pick.getrandbits(64) if kind == 8 else pick.randint(0x3E00, 0x4400) << 48 | pick.getrandbits(48)))[0]
            if value == value and abs(value) != float("inf"):
                return repr(value)

    def space(self):
        return self.random.choice(["", "", "", "", " ", "\n", "\t", "\r\n  "]) if self.spaced else ""

    def value(self, depth):
        pick = self.random
        kind = pick.randint(0, 9) if depth else pick.randint(0, 5)
        if kind <= 2:
            return self.text(8)
        if kind <= 4:
            return self.number()
        if kind == 5:
            return pick.choice(["true", "false", "null"])
        count = pick.choice([0, 1, 2, 3, 5])
        if kind <= 7:
            return "[" + ",".join(self.space() + self.value(depth - 1) + self.space() for _ in range(count)) + "]"
        return self.object(depth, count)

    def object(self, depth, count):
        pick = self.random
        named = pick.random() < 0.4
        keys = [self.random.choice(['"id"', '"amount"', '"a"', '"b"', '"0"', '"1"', '"10"']) if named else self.text(3) for _ in range(count)]
        return "{" + ",".join(self.space() + key + self.space() + ":" + self.value(depth - 1) for key in keys) + self.space() + "}"

    def document(self):
        self.spaced = self.random.random() < 0.3
        return self.object(3, 5) if self.random.random() < 0.6 else self.value(3)


def run(program, documents):
    if program[0] == "java":
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["javac", "-cp", JARS, "-d", folder, program[-1]], cwd=HERE / "printers", check=True)
            command = ["java", "-Dfile.encoding=UTF-8", "-cp", f"{JARS}:{folder}", "Printers"]
            return subprocess.run(command, input=json.dumps(documents).encode(), stdout=subprocess.PIPE, check=True).stdout
    command = program
    return subprocess.run(command, cwd=HERE / "printers", input=json.dumps(documents).encode(), stdout=subprocess.PIPE, check=True).stdout


def decoded(text):
    try:
        return None if text is None else base64.b64decode(text).decode()
    except UnicodeDecodeError:
        return None


def has_digit_too_many(text):
    """Java before 19 printed some doubles so; a later one prints what every other language does."""
    doubles = re.findall(r"-?\d+\.\d+(?:E-?\d+)?", STRING.sub("", text))
    return any(Decimal(double) != Decimal(repr(float(double))) for double in doubles)


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20250514
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 90
    out = Path(sys.argv[3]) if len(sys.argv) > 3 else HERE / "bodies.json"
    print(f"seed {seed}, {count} generated documents")
    generator = Generator(seed)
    documents = list(dict.fromkeys(FIXED + vectors() + [generator.document() for _ in range(count)]))
    versions, rows = [], [{} for _ in documents]
    for program in PROGRAMS:
        answer = json.loads(run(program, documents))
        versions.append(answer["version"])
        for row, printed in zip(rows, answer["printed"], strict=True):
            row.update({way: decoded(text) for way, text in printed.items()})
    for row in rows:
        for way in DOUBLES_BY_JAVA:
            if row[way] and has_digit_too_many(row[way]):
                row[way] = None
    cases = []
    for body, row in zip(documents, rows):
        alike = {}
        for way, text in row.items():
            alike.setdefault(text, []).append(way)
        alike.pop(None, None)
        cases.append({"body": body, "printed": [[text, " ".join(ways)] for text, ways in alike.items()]})
    header = {"origin": "tests/explain/record.py", "seed": seed, "versions": versions}
    lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
    out.write_text(json.dumps(header, indent=2)[:-2] + ',\n  "cases": [\n' + lines + "\n  ]\n}\n")
    print(f"{len(cases)} documents, {out.stat().st_size} bytes, {', '.join(versions)}")


main()

#!/usr/bin/env python3
"""A second verifier of Countersign's log, written from docs/audit-format.md alone. Python 3.8+, standard library only.

    verify.py DIR [DIR ...]      one line of JSON for each log: a home, or the folder of its segments

Exit code 0 when every log is whole, 1 otherwise, 2 where a folder that was named is none or holds nothing of a log."""
import hashlib
import json
import os
import re
import stat
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ed25519 import verify as signature_fits  # noqa: E402

NO_RECORD = "0" * 64
TOMBSTONE = "tombstone.json"
EVERY = 100
# Bytes of a record's line, its end not counted; and of what is skipped at once.
LONGEST = 16 * 1024 * 1024
# Objects and lists in a record's line.
MOST_PARTS = 500_000
# So deep a record, an anchor or a tombstone is nested at most.
MOST_DEEP = 1000
TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
MARK = re.compile(rb"[\[\]{}]")
CHUNK = 1024 * 1024
SEGMENT = re.compile(r"[0-9]{6}\.jsonl\Z")
HEX64 = re.compile(r"[0-9a-f]{64}\Z")
HEX128 = re.compile(r"[0-9a-f]{128}\Z")
CHAIN = re.compile(r"[a-z0-9-]{1,64}\Z")
DAY = re.compile(
    r"(?:(?:[0-9][0-9][2468][048]|[0-9][0-9][13579][26]|[0-9][0-9]0[48]|[02468][048]00|[13579][26]00)-02-29"
    r"|[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])))"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?Z\Z")
WHYS = ("created", "vanished", "returned", "unavailable")
FIELDS = {"v", "chain", "seq", "at", "prev", "event", "hash"}


class NoCanonicalForm(Exception):
    pass


def number_text(value):
    """A number as ECMAScript spells it, which RFC 8785 takes over."""
    if value != value or value in (float("inf"), float("-inf")):
        raise NoCanonicalForm()
    if value == 0:
        return "0"
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    point = len(whole) + int(power or 0) - (len(whole + part) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        text = digits + "0" * (point - count)
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        sign = "+" if point > 0 else "-"
        text = digits[0] + ("." + digits[1:] if count > 1 else "") + "e" + sign + str(abs(point - 1))
    return ("-" if value < 0 else "") + text


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


# Most texts need no escape: what is seen at once need not be looked at letter by letter.
PLAIN = re.compile(r'[^\x00-\x1f"\\\ud800-\udfff]*\Z')


def string_text(value):
    if PLAIN.match(value):
        return '"' + value + '"'
    if any(0xD800 <= ord(one) <= 0xDFFF for one in value):
        raise NoCanonicalForm()
    return '"' + "".join(ESCAPES.get(one) or (one if one >= " " else "\\u%04x" % ord(one)) for one in value) + '"'


def canonical(value, levels=MOST_DEEP):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, str):
        return string_text(value)
    if levels == 0:
        raise NoCanonicalForm()
    if isinstance(value, list):
        return "[" + ",".join(canonical(one, levels - 1) for one in value) + "]"
    for key in value:
        string_text(key)
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(string_text(key) + ":" + canonical(value[key], levels - 1) for key in keys) + "}"


def no_constant(name):
    raise ValueError(name)


def parts_of(line):
    return line.count(b"{") + line.count(b"[")


def parse(line):
    """A record, or None where the bytes are none."""
    if len(line) > MOST_PARTS and parts_of(line) > MOST_PARTS and parts_of(TEXT.sub(b"", line)) > MOST_PARTS:
        return None
    try:
        value = json.loads(line.decode("utf-8"), parse_int=float, parse_float=float, parse_constant=no_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or set(value) != FIELDS:
        return None
    seq, event = value["seq"], value["event"]
    texts = ((CHAIN, "chain"), (DAY, "at"), (HEX64, "prev"), (HEX64, "hash"))
    good = (isinstance(value["v"], float) and value["v"] == 1 and isinstance(seq, float) and seq.is_integer() and 1 <= seq <= 2 ** 53 - 1
            and isinstance(event, dict) and isinstance(event.get("type"), str)
            and all(isinstance(value[name], str) and pattern.match(value[name]) for pattern, name in texts))
    return value if good else None


def is_hex(value, pattern):
    return isinstance(value, str) and pattern.match(value) is not None


class Verifier:
    def __init__(self, anchors, unread, stone=None):
        self.anchors, self.unread, self.stone, self.removed, self.signers = anchors, unread, stone, 0, set()
        self.file, self.records, self.bad, self.passed_by = "", 0, None, []
        self.head, self.heads, self.torn, self.breaks = None, {}, [], []
        self.key, self.last, self.since, self.checkpoints, self.up_to = None, None, 0, 0, None
        if stone is False:
            self.bad = {"file": TOMBSTONE, "record": 0, "why": "bad-tombstone"}
        elif stone is not None:
            for one in stone["heads"]:
                self.heads[one["chain"]] = one["seq"]
            self.head = (one["chain"], one["seq"], one["hash"])
            signing = stone["signing"]
            self.key, self.last, self.since, self.removed = signing["keyId"], signing["last"], signing["since"], int(one["seq"])

    def line(self, line):
        self.records += 1
        if self.bad is not None:
            return
        record = None if line is None else parse(line)
        why = "not-a-record" if record is None else self.fault(record, line)
        if why is not None:
            named = {"anchor": self.differing} if why == "anchor-differs" else {}
            self.bad = {"file": self.file, "record": self.removed + self.records, "why": why, **named}
            return
        self.head = (record["chain"], record["seq"], record["hash"])
        self.heads[record["chain"]] = record["seq"]

    @staticmethod
    def says(anchor, found):
        """Which anchor disagrees, and what each side says. This verifier reads the anchors beside the log alone."""
        return {"by": "file", "file": anchor["file"], "chain": anchor["chain"], "seq": anchor["seq"], "says": anchor["hash"], "found": found}

    def unreadable(self):
        if self.bad is None:
            self.bad = {"file": self.file, "record": self.removed + self.records + 1, "why": "unreadable"}

    def cut_off(self, length):
        self.torn.append({"file": self.file, "bytes": length})
        if length > LONGEST and self.bad is None:
            self.bad = {"file": self.file, "record": self.removed + self.records + 1, "why": "not-a-record"}

    def fault(self, record, line):
        why = self.place(record)
        if why is not None:
            return why
        try:
            body = canonical({name: record[name] for name in FIELDS - {"hash"}})
            whole = canonical(record)
        except (NoCanonicalForm, RecursionError):
            return "not-canonical"
        if hashlib.sha256(body.encode("utf-8")).hexdigest() != record["hash"]:
            return "wrong-hash"
        if whole.encode("utf-8") != line:
            return "not-canonical"
        for anchor in self.anchors:
            if anchor["chain"] == record["chain"] and anchor["seq"] == record["seq"] and anchor["hash"] != record["hash"]:
                self.differing = self.says(anchor, record["hash"])
                return "anchor-differs"
        self.passed_by += [(anchor, record["hash"]) for anchor in self.anchors
                           if anchor["seq"] == record["seq"] and anchor["chain"] != record["chain"]]
        return self.signing(record)

    def place(self, record):
        chain, seq, last = self.head or (None, 0, NO_RECORD)
        follows = record["seq"] == seq + 1
        if record["chain"] != chain:
            fresh = follows and record["prev"] == NO_RECORD and record["chain"] not in self.heads
            return None if fresh else "not-the-start"
        if not follows:
            return "wrong-place"
        return None if record["prev"] == last else "wrong-prev"

    def signing(self, record):
        event = record["event"]
        leaves = self.head is not None and self.head[0] != record["chain"]
        if event["type"] == "key":
            return self.new_key(event, leaves)
        if event["type"] == "checkpoint":
            return self.checkpoint(record, event, leaves)
        if self.key is not None and self.since >= EVERY:
            return "checkpoint-missing"
        if leaves:
            self.note("chain")
        if self.key is not None:
            self.since += 1
        if event["type"] == "anchor":
            self.note("anchor-unwritable" if event.get("why") == "unwritable" else "anchor")
        return None

    def new_key(self, event, leaves):
        key, previous, why = event.get("keyId"), event.get("previous"), event.get("why")
        shaped = (set(event) == {"type", "keyId", "previous", "why"} and (key is None or is_hex(key, HEX64))
                  and (previous is None or is_hex(previous, HEX64)) and why in WHYS)
        if not shaped or previous != self.last or (key is None) != (why == "unavailable"):
            return "bad-key"
        self.key, self.last, self.since = key, key if key is not None else self.last, EVERY
        if leaves:
            self.note("chain")
        if why != "created" or previous is not None:
            self.note("key")
        return None

    def checkpoint(self, record, event, leaves):
        size, head, key, signature = (event.get(name) for name in ("size", "head", "keyId", "signature"))
        shaped = (set(event) == {"type", "size", "head", "keyId", "signature"} and isinstance(size, float)
                  and is_hex(head, HEX64) and is_hex(key, HEX64) and is_hex(signature, HEX128))
        if not shaped or key != self.key or size != record["seq"] - 1 or head != record["prev"]:
            return "bad-checkpoint"
        text = canonical({"chain": record["chain"], "head": head, "keyId": key, "size": size, "what": "countersign-checkpoint", "v": 1.0})
        if not signature_fits(bytes.fromhex(key), text.encode("utf-8"), bytes.fromhex(signature)):
            return "bad-signature"
        if leaves:
            self.note("chain")
        self.signers.add(key)
        self.since, self.checkpoints, self.up_to = 0, self.checkpoints + 1, int(size)
        return None

    def note(self, what):
        if len(self.breaks) < 100:
            self.breaks.append({"file": self.file, "record": self.removed + self.records, "what": what})

    def reached(self, anchor):
        if anchor["seq"] > self.removed:
            return anchor["seq"] <= (self.head[1] if self.head else 0) and anchor not in [one for one, _ in self.passed_by]
        for one in self.stone["heads"] if self.stone else []:
            if one["chain"] == anchor["chain"]:
                return one["seq"] > anchor["seq"] or (one["seq"], one["hash"]) == (anchor["seq"], anchor["hash"])
        return False

    def answer(self):
        if self.bad is None and self.stone and self.stone["keyId"] not in self.signers:
            self.bad = {"file": TOMBSTONE, "record": 0, "why": "bad-tombstone"}
        if self.bad is None and self.unread:
            self.bad = {"file": self.unread[0], "record": 0, "why": "anchor-unreadable"}
        for anchor in self.anchors:
            if self.bad is None and not self.reached(anchor):
                self.bad = {"file": anchor["file"], "record": self.removed + self.records + 1, "why": "anchor-not-reached",
                            "anchor": self.says(anchor, next((hash for one, hash in self.passed_by if one == anchor), None))}
        signed = {"checkpoints": self.checkpoints, "upTo": self.up_to, "key": self.key}
        removed = {"removed": self.removed} if self.removed else {}
        reach = max((anchor["seq"] for anchor in self.anchors), default=0)
        held = reach > self.removed
        behind = {"anchoredTo": reach} if held and reach < self.removed + self.records else {}
        return {"ok": self.bad is None, "records": self.records, **removed, "firstBad": self.bad, "torn": self.torn,
                "anchored": "file" if held else False, **behind,
                "signed": False if self.up_to is None else signed, "breaks": self.breaks}


def plain_file(path):
    """A regular file, open. Anything else of that name raises OSError, and a pipe is not waited for."""
    file = os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(path)


def beside(path):
    """The bytes of an anchor or a tombstone. One that is larger than any raises OSError."""
    with plain_file(path) as file:
        if os.fstat(file.fileno()).st_size > LONGEST:
            raise OSError(path)
        return file.read()


def parse_beside(data):
    """The JSON of an anchor or a tombstone. Raises ValueError where it is none, is no UTF-8 or is nested too deep."""
    depth = 0
    for mark in MARK.findall(TEXT.sub(b"", data)) if len(data) > MOST_DEEP else []:
        depth += 1 if mark in b"[{" else -1
        if depth > MOST_DEEP:
            raise ValueError("nested too deep")
    return json.loads(data.decode("utf-8"), parse_int=float, parse_float=float, parse_constant=no_constant)


def anchor_of(one):
    good = (CHAIN.match(one["chain"]) and is_hex(one["hash"], HEX64) and is_count(one["seq"], 1) and isinstance(one["file"], str))
    return {"chain": one["chain"], "seq": int(one["seq"]), "hash": one["hash"], "file": one["file"]} if good else None


def anchors_in(folder):
    """The anchors in a folder, and the names of those that are there and cannot be read. Names need not be text: they are sorted by their bytes."""
    found, unread = [], []
    try:
        names = sorted(os.listdir(os.fsencode(folder)))
    except FileNotFoundError:
        return found, unread
    except OSError:
        return found, [os.path.basename(folder)]
    for name in names:
        if not name.endswith(b".json") or name.startswith(b"."):
            continue
        try:
            anchor = anchor_of(parse_beside(beside(os.path.join(os.fsencode(folder), name))))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            anchor = None
        if anchor is None:
            unread.append(name.decode("utf-8", "replace"))
        else:
            found.append(anchor)
    return found, unread


def tombstone_in(folder):
    """What says that older records were removed; None where nothing does, False where it is not to be believed."""
    try:
        text = beside(os.path.join(folder, TOMBSTONE))
    except FileNotFoundError:
        return None
    except OSError:
        return False
    try:
        stone = parse_beside(text)
        return stone if stone_is_good(stone) else False
    except (ValueError, KeyError, TypeError, AttributeError, NoCanonicalForm, RecursionError):
        return False


def is_head(one):
    return (isinstance(one, dict) and set(one) == {"chain", "seq", "hash"} and CHAIN.match(one["chain"]) is not None
            and is_count(one["seq"], 1) and is_hex(one["hash"], HEX64))


def is_count(value, least):
    return isinstance(value, float) and value.is_integer() and least <= value <= 2 ** 53 - 1


def stone_is_good(stone):
    signing, heads = stone["signing"], stone["heads"]
    shaped = (set(stone) == {"v", "what", "at", "first", "head", "heads", "signing", "keyId", "signature"}
              and isinstance(stone["v"], float) and stone["v"] == 1 and stone["what"] == "countersign-tombstone" and DAY.match(stone["at"])
              and re.fullmatch(r"[0-9]{6,12}\.jsonl", stone["first"]) and isinstance(heads, list) and 1 <= len(heads) <= 10000
              and all(is_head(one) for one in heads) and len({one["chain"] for one in heads}) == len(heads) and is_head(stone["head"]) and heads[-1] == stone["head"]
              and set(signing) == {"keyId", "last", "since"} and is_count(signing["since"], 0)
              and all(signing[name] is None or is_hex(signing[name], HEX64) for name in ("keyId", "last"))
              and is_hex(stone["keyId"], HEX64) and is_hex(stone["signature"], HEX128))
    if not shaped:
        return False
    text = canonical({name: stone[name] for name in stone if name != "signature"})
    return signature_fits(bytes.fromhex(stone["keyId"]), text.encode("utf-8"), bytes.fromhex(stone["signature"]))


def lines_of(path):
    """
    The lines of a regular file, each as (bytes, length, whole): without its end, None where it is too long to be a record, and whether it
    had an end.
    """
    with plain_file(path) as file:
        while True:
            part = file.readline(LONGEST + 1)
            if not part:
                return
            line, length = part, len(part)
            while part and not part.endswith(b"\n"):
                line = None if length > LONGEST else line
                part = file.readline(CHUNK)
                length += len(part)
            whole = part.endswith(b"\n")
            yield (line[:-1] if whole else line) if line is not None else None, length - whole, whole


def log_at(given):
    """
    The folder of the segments, which may be gone, and the homes whose anchors count. A folder that holds segments is a folder of segments,
    whatever else lies in it; anything else is a home. Raises NoLog where nothing of a log is there.
    """
    folder = os.path.abspath(given)
    try:
        names = os.listdir(folder)
    except OSError:
        names = None
        if not os.path.isdir(folder):
            raise NoLog("there is no folder " + ascii(given))
    inner = os.path.join(folder, "audit")
    if names is not None and not any(SEGMENT.match(name) or name == TOMBSTONE for name in names):
        if "audit" not in names and anchors_in(os.path.join(folder, "anchors")) == ([], []):
            raise NoLog("nothing of a log lies in " + ascii(given))
        return inner, [folder]
    if names is None and os.path.isdir(inner):
        return inner, [folder]
    return folder, list(dict.fromkeys((os.path.dirname(folder), os.path.dirname(os.path.realpath(folder)), folder)))


class NoLog(Exception):
    pass


def segments_in(folder):
    """The names in a folder of segments. One that is not there has none; OSError where what bears its name is no folder."""
    if not os.path.lexists(folder):
        return []
    return sorted(one for one in os.listdir(folder) if SEGMENT.match(one))


def verify(given):
    folder, homes = log_at(given)
    beside_it = [anchors_in(os.path.join(home, "anchors")) for home in homes]
    anchors, unread = [one for found, _ in beside_it for one in found], [one for _, names in beside_it for one in names]
    try:
        names = segments_in(folder)
        stone = tombstone_in(folder)
    except OSError:
        verifier = Verifier(anchors, unread)
        verifier.file = os.path.basename(folder)
        verifier.unreadable()
        return verifier.answer()
    verifier = Verifier(anchors, unread, stone)
    for name in names:
        if stone and name < stone["first"]:
            continue
        verifier.file = name
        try:
            for line, length, whole in lines_of(os.path.join(folder, name)):
                if whole:
                    verifier.line(line)
                else:
                    verifier.cut_off(length)
        except OSError:
            verifier.unreadable()
    return verifier.answer()


def main():
    main.code = 0 if len(sys.argv) > 1 else 1
    for given in sys.argv[1:]:
        try:
            answer = verify(given)
            main.code = max(main.code, 0 if answer["ok"] else 1)
        except NoLog as error:
            print("verify.py: %s" % error, file=sys.stderr)
            answer = {"ok": False, "records": 0, "firstBad": {"file": os.path.basename(os.path.abspath(given)), "record": 0, "why": "unreadable"}}
            main.code = 2
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    threading.stack_size(256 * 1024 * 1024)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
    sys.exit(getattr(main, "code", 1))

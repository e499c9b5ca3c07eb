"""The second verifier's part for access logs, written from ACCESS.md alone: receipts of one access, and complete lists."""
import hashlib
import json
import re

from curves import BASE, L, P, decompress, edwards_add, edwards_times, same
from verify import (
    Rejected,
    check_author,
    check_checkpoint,
    has,
    is_text,
    is_whole,
    moment,
    must,
    read_entries,
    read_receipt,
    read_trust,
    Registry,
    root_from,
    sha256,
    strict_json,
    unbase64,
)

HEX = re.compile(r"[0-9a-f]{64}", re.A)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.A)
INSTITUTION = re.compile(r"[A-Z]{2}-\d{4}-\d{5}", re.A)
BAD = "access-malformed"

# ECVRF-EDWARDS25519-SHA512-TAI, RFC 9381 --------------------------------------------------------------------------------


def sha512(data):
    return hashlib.sha512(data).digest()


def compress(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def negated(point):
    x, y, z, t = point
    return (-x) % P, y, z, (-t) % P


def encode_to_curve(key, text):
    for counter in range(256):
        found = decompress(sha512(b"\3\1" + key + text + bytes([counter]) + b"\0")[:32])
        if found:
            return edwards_times(8, found)
    return None


def vrf_output(key, text, proof):
    must(len(proof) == 80, BAD)
    y, gamma, h = decompress(key), decompress(proof[:32]), encode_to_curve(key, text)
    c, s = int.from_bytes(proof[32:48], "little"), int.from_bytes(proof[48:], "little")
    must(y and gamma and h and s < L and not same(edwards_times(8, y), (0, 1, 1, 0)), "list-name")
    u = edwards_add(edwards_times(s, BASE), negated(edwards_times(c, y)))
    v = edwards_add(edwards_times(s, h), negated(edwards_times(c, gamma)))
    points = b"".join(compress(point) for point in (h, gamma, u, v))
    must(sha512(b"\3\2" + key + points + b"\0")[:16] == proof[32:48], "list-name")
    return sha512(b"\3\3" + compress(edwards_times(8, gamma)) + b"\0")


# Files, sections 4 and 5 ------------------------------------------------------------------------------------------------


def is_hex(value):
    return isinstance(value, str) and HEX.fullmatch(value)


def check_entry_shape(entry):
    has(entry, BAD, ("index", "path"), ("event", "salt", "commitment"))
    must(is_whole(entry["index"], 0, 10**9) and isinstance(entry["path"], list) and len(entry["path"]) <= 64, BAD)
    must(all(is_whole(number, 0, 1048576) for number in entry["path"]), BAD)
    must(("event" in entry) == ("salt" in entry) and ("event" in entry) != ("commitment" in entry), BAD)
    if "event" in entry:
        must(is_text(entry["event"], 4096) and is_text(entry["salt"], 44, 44), BAD)
    else:
        must(is_hex(entry["commitment"]), BAD)


def read_file(text, required, optional, form, most):
    must(len(text) <= most, BAD)
    file = has(strict_json(text, BAD), BAD, (*required, "format", "hashes", "checkpoint"), (*optional, "about"))
    must(file["format"] == form and isinstance(file["checkpoint"], dict), BAD)
    must(is_text(file.get("about", "-"), 1000) and isinstance(file["hashes"], str), BAD)
    return file


class Hashes:
    def __init__(self, text):
        data = unbase64(text, BAD)
        must(len(data) % 32 == 0, BAD)
        self.hashes = [data[at : at + 32] for at in range(0, len(data), 32)]
        self.used = set()

    def at(self, number):
        must(number < len(self.hashes), BAD)
        self.used.add(number)
        return self.hashes[number]

    def check_all_used(self):
        must(len(self.used) == len(self.hashes), "hash-unused")


# Checkpoints, section 2 -------------------------------------------------------------------------------------------------


def checkpoint_of(file, trust_text, now, not_before):
    text = json.dumps(file["checkpoint"], ensure_ascii=False)
    trust = read_trust(trust_text, now)
    receipt, hashes = read_receipt(text)
    size, root = check_checkpoint(receipt["checkpoint"], trust, now)
    entries = read_entries(receipt["statements"], hashes, size, root)
    must(all(entry["result"] == "committed" for entry in entries[1:]), "not-committed")
    registry = Registry(trust, entries)
    for entry in entries[1:]:
        check_author(registry, entry)
    subject = entries[0]
    if subject["result"] == "committed":
        check_author(registry, subject)
    must(subject["result"] == "committed" and subject["type"] == "access-log-checkpoint", "access-checkpoint")
    at = int(subject["time"]) if subject["time"] != "-" else moment(subject["payload"]["issuedAt"], BAD)
    must(not_before is None or at >= not_before, "checkpoint-old")
    return {"payload": subject["payload"], "id": subject["id"], "at": at, "trust": trust, "entries": entries}


# Entries, section 1 -----------------------------------------------------------------------------------------------------

ACTIONS = ("query", "view", "download", "print", "share")
REASONS = ("subject-request", "retention-ended", "entered-in-error")


def read_content(data):
    bad = "access-entry-malformed"
    try:
        content = strict_json(data.decode("utf-8"), bad)
    except UnicodeDecodeError as error:
        raise Rejected(bad) from error
    if isinstance(content, dict) and "erases" in content:
        has(content, bad, ("erases", "event", "commitment", "reason", "erasedAt"))
        must(UUID.fullmatch(str(content["event"])), bad)
        must(is_whole(content["erases"], 0, 10**9) and is_hex(content["commitment"]), bad)
        must(content["reason"] in REASONS, bad)
        moment(content["erasedAt"], bad)
        return content
    required = ("event", "at", "institution", "subject", "study", "action")
    has(content, bad, required, ("key", "user", "consent", "emergency"))
    must(("key" in content) != ("user" in content) and ("consent" in content) != ("emergency" in content), bad)
    for name in ("key", "user", "subject", "study"):
        must(name not in content or is_hex(content[name]), bad)
    for name in ("event", "consent", "emergency"):
        must(name not in content or UUID.fullmatch(str(content[name])), bad)
    must(INSTITUTION.fullmatch(str(content["institution"])) and content["action"] in ACTIONS, bad)
    moment(content["at"], bad)
    return content


def prove_entry(entry, hashes, payload):
    content, bad = None, "access-entry-malformed"
    commitment = bytes.fromhex(entry.get("commitment", ""))
    if "event" in entry:
        data, salt = unbase64(entry["event"], bad), unbase64(entry["salt"], bad)
        must(len(salt) == 32, bad)
        content = read_content(data)
        commitment = sha256(b"huren commitment v1\0" + salt + data)
    must(entry["index"] < payload["size"], "index-out-of-range")
    path = [hashes.at(number) for number in entry["path"]]
    root = root_from(entry["index"], payload["size"], commitment, path)
    must(root is not None and root.hex() == payload["root"], "access-not-in-log")
    leaf = sha256(b"\0" + commitment)
    return {"index": entry["index"], "leaf": leaf, "commitment": commitment.hex(), "content": content}


def tells_erasure(by, entry):
    content = by["content"] or {}
    same_entry = (content.get("erases"), content.get("commitment")) == (entry["index"], entry["commitment"])
    return same_entry and by["index"] > entry["index"]


def verify_access_receipt(text, trust, now):
    file = read_file(text, ("entry",), ("erasure",), "huren-access-receipt/v1", 1 << 22)
    for name in ("entry", "erasure"):
        if name in file:
            check_entry_shape(file[name])
    payload = checkpoint_of(file, trust, now, None)["payload"]
    hashes = Hashes(file["hashes"])
    entry = prove_entry(file["entry"], hashes, payload)
    by = prove_entry(file["erasure"], hashes, payload) if "erasure" in file else None
    hashes.check_all_used()
    must(by is None or tells_erasure(by, entry), "entry-withheld")
    must(entry["content"] is not None or by is not None, "entry-withheld")


# Lists, sections 3 and 5 ------------------------------------------------------------------------------------------------


def bit(label, depth):
    return label[depth // 8] >> (7 - depth % 8) & 1


def place_leaf(file, label, opening, state):
    count, head = state
    other = file.get("other")
    if count > 0:
        must(other is None, "index-proof")
        return sha256(b"\2" + label + sha256(b"\5" + opening + count.to_bytes(8, "big") + head))
    if other is None:
        return bytes(32)
    found = bytes.fromhex(other["label"])
    shared = all(bit(found, depth) == bit(label, depth) for depth in range(len(file["siblings"])))
    must(shared and found != label, "index-proof")
    return sha256(b"\2" + found + bytes.fromhex(other["value"]))


def read_list(text):
    required = ("kind", "proof", "entries", "siblings")
    file = read_file(text, required, ("after", "other"), "huren-access-list/v1", 1 << 26)
    must(file["kind"] in ("patient", "institution") and is_text(file["proof"], 108, 108), BAD)
    entries, siblings = file["entries"], file["siblings"]
    must(isinstance(entries, list) and len(entries) <= 65536, BAD)
    must(isinstance(siblings, list) and len(siblings) <= 256, BAD)
    must(all(is_whole(number, 0, 1048576) for number in siblings), BAD)
    for entry in entries:
        check_entry_shape(entry)
    if "after" in file:
        has(file["after"], BAD, ("count", "head"))
        must(is_whole(file["after"]["count"], 1, 10**9) and is_hex(file["after"]["head"]), BAD)
    if "other" in file:
        has(file["other"], BAD, ("label", "value"))
        must(is_hex(file["other"]["label"]) and is_hex(file["other"]["value"]), BAD)
    return file


def verify_access_list(text, trust, now, name, not_before):
    file = read_list(text)
    anchor = checkpoint_of(file, trust, now, not_before)
    payload = anchor["payload"]
    must("index" in payload, "index-missing")
    question = f"huren-access-list/v1\n{file['kind']}\n{name}\n".encode()
    output = vrf_output(bytes.fromhex(payload["index"]["key"]), question, unbase64(file["proof"], BAD))
    hashes = Hashes(file["hashes"])
    entries = [prove_entry(entry, hashes, payload) for entry in file["entries"]]
    must(all(one["index"] < two["index"] for one, two in zip(entries, entries[1:])), "list-order")
    after = file.get("after", {"count": 0, "head": "0" * 64})
    count, head = after["count"], bytes.fromhex(after["head"])
    for entry in entries:
        count, head = count + 1, sha256(b"\4" + head + entry["index"].to_bytes(8, "big") + entry["leaf"])
    below = place_leaf(file, output[:32], output[32:], (count, head))
    for depth in reversed(range(len(file["siblings"]))):
        sibling = hashes.at(file["siblings"][depth])
        pair = (sibling, below) if bit(output, depth) else (below, sibling)
        below = sha256(b"\3" + pair[0] + pair[1])
    must(below.hex() == payload["index"]["root"], "list-incomplete")
    hashes.check_all_used()
    for entry in entries:
        content = entry["content"]
        if file["kind"] == "institution" and content and "erases" not in content:
            must(content["institution"] == name, "list-name")
        must(content is not None or any(tells_erasure(by, entry) for by in entries), "entry-withheld")
    return {**anchor, "kind": file["kind"], "after": after["count"], "listed": entries}


def verify_access(case, text, trust):
    from reconciliation import verify_reconciliation

    try:
        if case["kind"] == "access-receipt":
            verify_access_receipt(text, trust, case["now"])
        elif case["kind"] == "reconciliation":
            verify_reconciliation(text, trust, case["now"])
        else:
            verify_access_list(text, trust, case["now"], case["subject"], case.get("notBefore"))
        return {"outcome": "valid"}
    except Rejected as rejected:
        return {"outcome": "rejected", "code": str(rejected)}

"""A second verifier of Huren's receipts, written from SPEC.md alone, and run over the vectors.

    python3 verify.py ../*.json

Prints one JSON object per case: name, expected, found. Payload schemas are checked as far as FIELDS below goes.
"""
import base64
import hashlib
import json
import re
import sys
from datetime import datetime, timezone

from curves import verify_ed25519, verify_es256, verify_sm2


class Rejected(Exception):
    pass


def must(condition, code):
    if not condition:
        raise Rejected(code)


def sha256(data):
    return hashlib.sha256(data).digest()


# I-JSON ---------------------------------------------------------------------------------------------------------------


def strict_json(text, code):
    def members(pairs):
        must(len({name for name, _ in pairs}) == len(pairs), code)
        return dict(pairs)

    def constant(_):
        raise Rejected(code)

    try:
        text.encode("utf-8")
        value = json.loads(text, object_pairs_hook=members, parse_constant=constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Rejected(code) from error
    must(not text.startswith("\ufeff") and depth(value) <= 8, code)
    return value


def depth(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max((depth(one) for one in inner), default=0)


def has(value, code, required, optional=()):
    must(isinstance(value, dict) and set(required) <= set(value) <= {*required, *optional}, code)
    return value


def is_text(value, most, least=1):
    return isinstance(value, str) and least <= len(value.encode("utf-16-le")) // 2 <= most


def is_whole(value, least, most):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def unbase64(text, code):
    must(isinstance(text, str), code)
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Rejected(code) from error
    must(base64.b64encode(data).decode() == text, code)
    return data


def moment(text, code):
    must(isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", text, re.A), code)
    try:
        form = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in text else "%Y-%m-%dT%H:%M:%SZ"
        return round(datetime.strptime(text, form).replace(tzinfo=timezone.utc).timestamp() * 1000)
    except ValueError as error:
        raise Rejected(code) from error


def period(value, code):
    return moment(value["notBefore"], code), moment(value["notAfter"], code)


# Trust files, section 6 -----------------------------------------------------------------------------------------------

NAME = r"[!-*,-~]+"
TYPES = {b"\x01": ("ed25519", 32), b"\x04": ("cosignature", 32), b"\xffhuren/SM2-SM3/v1": ("sm2-sm3", 65)}
INSTITUTION = re.compile(r"[A-Z]{2}-\d{4}-\d{5}", re.A)


def verifier_key(text, kind):
    match = re.fullmatch(rf"({NAME})\+([0-9a-f]{{8}})\+(\S+)", text) if is_text(text, 512) else None
    must(match, "trust-malformed")
    name, key_id, data = match[1], match[2], unbase64(match[3], "trust-malformed")
    for prefix, (found, length) in TYPES.items():
        if data.startswith(prefix) and len(data) == len(prefix) + length:
            must(found == kind and sha256(name.encode() + b"\n" + data)[:4].hex() == key_id, "trust-malformed")
            return name, key_id, kind, data[len(prefix) :]
    raise Rejected("trust-malformed")


def check_periods(periods):
    must(all(start < end for start, end in periods), "trust-overlap")
    ordered = sorted(periods)
    must(all(one[1] <= two[0] for one, two in zip(ordered, ordered[1:])), "trust-overlap")


def once(table, key, value):
    must(key not in table, "trust-key-repeated")
    table[key] = value


def read_trust(text, now):
    bad = "trust-malformed"
    must(len(text) <= 262144, bad)
    file = has(strict_json(text, bad), bad, ("format", "notBefore", "notAfter", "organisations", "policy"), ("genesis", "witnesses"))
    must(file["format"] == "huren-trust/v1", bad)
    organisations, policy = file["organisations"], has(file["policy"], bad, ("cosignatures", "including"))
    must(isinstance(organisations, list) and 1 <= len(organisations) <= 16, bad)
    must(is_whole(policy["cosignatures"], 1, 16) and isinstance(policy["including"], list), bad)
    check_periods([period(file, bad)])
    central, notaries, witnesses, members = {}, {}, {}, set()
    for organisation in organisations:
        has(organisation, bad, ("institution", "name", "statementKeys", "notaries"))
        institution = organisation["institution"]
        must(isinstance(institution, str) and INSTITUTION.fullmatch(institution) and institution not in members, bad)
        members.add(institution)
        has(organisation["name"], bad, ("zh", "en"))
        read_statement_keys(organisation, central)
        read_notaries(organisation, notaries)
    for text in file.get("witnesses", []):
        name, key_id, kind, key = verifier_key(text, "cosignature")
        once(witnesses, (name, key_id), (kind, key))
    must(len(members) < 2 * policy["cosignatures"] and policy["cosignatures"] <= len(members), "trust-policy")
    must(set(policy["including"]) <= members, "trust-policy")
    start, end = period(file, bad)
    must(now >= start, "trust-not-yet-valid")
    must(now < end, "trust-expired")
    return {"members": members, "central": central, "notaries": notaries, "witnesses": witnesses, "policy": policy}


def read_statement_keys(organisation, central):
    bad, keys = "trust-malformed", organisation["statementKeys"]
    must(isinstance(keys, list) and 1 <= len(keys) <= 16, bad)
    for algorithm in ("SM2-SM3", "ES256"):
        check_periods([period(key, bad) for key in keys if key.get("algorithm") == algorithm])
    for key in keys:
        has(key, bad, ("algorithm", "publicKey", "notBefore", "notAfter"))
        must(re.fullmatch(r"04[0-9a-f]{128}", str(key["publicKey"])) and key["algorithm"] in ("SM2-SM3", "ES256"), bad)
        entry = {"kind": "central", "institution": organisation["institution"], "uses": ["administration"], **key}
        once(central, key_id_of(key), entry)


def read_notaries(organisation, notaries):
    bad, entries = "trust-malformed", organisation["notaries"]
    must(isinstance(entries, list) and 1 <= len(entries) <= 16, bad)
    check_periods([period(entry, bad) for entry in entries])
    for entry in entries:
        has(entry, bad, ("log", "cosigner", "notBefore", "notAfter"), ("sm2",))
        log = verifier_key(entry["log"], "ed25519")
        keys = [log, verifier_key(entry["cosigner"], "cosignature")]
        if "sm2" in entry:
            keys.append(verifier_key(entry["sm2"], "sm2-sm3"))
            must(keys[-1][0] == log[0], bad)
        for name, key_id, kind, key in keys:
            once(notaries, (name, key_id), (kind, key, organisation["institution"], period(entry, bad)))


# Checkpoints, section 4 and step 2 ------------------------------------------------------------------------------------


def note_signature(kind, key, text, signature):
    if kind == "ed25519":
        return verify_ed25519(key, text, signature)
    if kind == "sm2-sm3":
        return verify_sm2(key, text, signature)
    time = int.from_bytes(signature[:8], "big")
    return len(signature) == 72 and verify_ed25519(key, b"cosignature/v1\ntime %d\n" % time + text, signature[8:])


def parse_note(note):
    bad = "note-malformed"
    must(not re.search(r"[\x00-\x09\x0b-\x1f]", note) and "\n\n" in note and note.endswith("\n"), bad)
    text, _, tail = note[:-1].rpartition("\n\n") if not note.endswith("\n\n") else (note[:-2], "", "")
    lines, seen = tail.split("\n"), {}
    must(len(lines) <= 32, bad)
    for line in lines:
        match = re.fullmatch(r"— (\S+) ([A-Za-z0-9+/=]+)", line)
        must(match, bad)
        must(re.fullmatch(NAME, match[1]), "note-name")
        data = unbase64(match[2], bad)
        must(len(data) >= 5, bad)
        must((match[1], data[:4].hex()) not in seen, "note-signature-duplicate")
        seen[match[1], data[:4].hex()] = data[4:]
    return text + "\n", seen


def check_checkpoint(note, trust, now):
    text, lines = parse_note(note)
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n", text)
    must(match and int(match[2]) < 2**53, "checkpoint-malformed")
    root = unbase64(match[3], "checkpoint-malformed")
    must(match[1] in {name for (name, _), entry in trust["notaries"].items() if entry[0] == "ed25519"}, "origin-unknown")
    signed, cosigned, data = False, set(), text.encode()
    for (name, key_id), signature in lines.items():
        entry = trust["witnesses"].get((name, key_id)) or trust["notaries"].get((name, key_id))
        if entry is None:
            continue
        kind, key = entry[:2]
        must(note_signature(kind, key, data, signature), "note-signature-invalid")
        if kind == "cosignature":
            at = int.from_bytes(signature[:8], "big") * 1000
            must(at <= now + 300_000, "cosignature-future")
            if len(entry) > 2:
                must(entry[3][0] <= at < entry[3][1], "cosignature-expired-key")
                cosigned.add(entry[2])
        elif kind == "ed25519" and name == match[1]:
            signed = True
    must(signed, "notary-signature-missing")
    policy = trust["policy"]
    must(len(cosigned) >= policy["cosignatures"] and set(policy["including"]) <= cosigned, "quorum-missing")
    return int(match[2]), root


# Statements and entries, sections 1 and 2, step 3 ---------------------------------------------------------------------

KEY_FIELDS = "key algorithm publicKey notBefore notAfter"
FIELDS = {
    "institution": ("issuer issuedAt institution version kind city status effectiveFrom", "level document"),
    "signing-key": (f"issuer issuedAt institution uses {KEY_FIELDS}", "holder"),
    "key-revocation": ("issuer issuedAt key reason revokedFrom", ""),
    "patient-key": (f"issuer issuedAt subject assurance {KEY_FIELDS}", "replaces"),
    "report": ("issuer issuedAt report version status item subject performedAt", "supersedes content format study"),
    "erasure": ("issuer issuedAt target erased reason erasedAt", "record key"),
    "consent": ("issuedAt consent grantor subject grantee purpose scope notBefore notAfter", "items reports relative"),
    "consent-revocation": ("issuedAt consent statement reason", ""),
    "access-log-checkpoint": ("issuer issuedAt log size root previousSize consistency", "index"),
    "consent-erasure": ("issuedAt consent statement erased erasedAt", ""),
}
USES = {"report": "report", "signing-key": "administration", "key-revocation": "administration"}
USES |= {"patient-key": "administration", "erasure": "administration", "access-log-checkpoint": "access-log"}
LEAF = re.compile(
    r"huren-leaf/v1\n(-|[0-9a-f]{64})\n(0|[1-9]\d{0,15})\n(-|[0-9a-f]{64})\n(0|[1-9]\d{0,15})\n(-|0|[1-9]\d{0,15})\n"
    r"(committed|duplicate|no-result|refused [a-z][a-z0-9-]{0,63}|invalid [1-9]\d{0,2})\n",
    re.A,
)


def key_id_of(key):
    return sha256(key["algorithm"].encode() + b"\0" + bytes.fromhex(key["publicKey"])).hex()


def parse_statement(text):
    bad = "statement-malformed"
    envelope = has(strict_json(text, bad), bad, ("payloadType", "payload", "signatures"))
    signatures = envelope["signatures"]
    must(isinstance(signatures, list) and 1 <= len(signatures) <= 8, bad)
    for one in signatures:
        has(one, bad, ("keyid", "sig"))
        must(re.fullmatch(r"[0-9a-f]{64}", str(one["keyid"])) and len(unbase64(one["sig"], bad)) == 64, bad)
    must(len({one["keyid"] for one in signatures}) == len(signatures), bad)
    data, kind = unbase64(envelope["payload"], bad), envelope["payloadType"]
    match = re.fullmatch(r"application/vnd\.huren\.([a-z-]+)\.v1\+json", str(kind))
    must(match and match[1] in FIELDS, bad)
    try:
        payload = strict_json(data.decode("utf-8"), bad)
    except UnicodeDecodeError as error:
        raise Rejected(bad) from error
    required, optional = (names.split() for names in FIELDS[match[1]])
    has(payload, bad, required, optional)
    for name in ("issuedAt", "notBefore", "notAfter", "effectiveFrom", "revokedFrom", "erasedAt", "performedAt"):
        if name in payload:
            moment(payload[name], bad)
    pae = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(data), data)
    if match[1] in ("signing-key", "patient-key"):
        must(key_id_of(payload) == payload["key"], bad)
    return {"type": match[1], "payload": payload, "pae": pae, "id": sha256(pae).hex(), "signatures": signatures}


def root_from(index, size, leaf, path):
    """RFC 9162, section 2.1.3.2."""
    node, last, found = index, size - 1, sha256(b"\0" + leaf)
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            found = sha256(b"\1" + sibling + found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = sha256(b"\1" + found + sibling)
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


def read_entry(item, hashes, size, root):
    match = LEAF.fullmatch(item["leaf"])
    must(match, "leaf-malformed")
    statement = parse_statement(item["envelope"])
    must(match[1] == statement["id"], "leaf-mismatch")
    must(item["index"] < size, "index-out-of-range")
    must(all(number < len(hashes) for number in item["path"]), "receipt-malformed")
    path = [hashes[number] for number in item["path"]]
    must(root_from(item["index"], size, item["leaf"].encode(), path) == root, "inclusion-invalid")
    place = {"block": int(match[2]), "transaction": match[3], "position": int(match[4]), "time": match[5]}
    return {**statement, **place, "index": item["index"], "result": match[6]}


def read_receipt(text):
    bad = "receipt-malformed"
    must(len(text) <= 2097152, "receipt-too-large")
    file = has(strict_json(text, bad), bad, ("format", "checkpoint", "statements", "hashes"), ("about",))
    items = file["statements"]
    must(file["format"] == "huren-receipt/v1" and is_text(file["checkpoint"], 32768), bad)
    must(isinstance(items, list) and 1 <= len(items) <= 256 and is_text(file.get("about", "-"), 1000), bad)
    for item in items:
        has(item, bad, ("index", "leaf", "path", "envelope"))
        must(is_whole(item["index"], 0, 2**53 - 1) and is_text(item["leaf"], 512), bad)
        must(is_text(item["envelope"], 65536) and isinstance(item["path"], list) and len(item["path"]) <= 64, bad)
        must(all(is_whole(number, 0, 8192) for number in item["path"]), bad)
    data = unbase64(file["hashes"], bad)
    must(len(data) % 32 == 0 and len(data) <= 8192 * 32, bad)
    return file, [data[at : at + 32] for at in range(0, len(data), 32)]


def read_entries(items, hashes, size, root):
    entries = [read_entry(item, hashes, size, root) for item in items]
    must({number for item in items for number in item["path"]} == set(range(len(hashes))), "hash-unused")
    ordered = sorted(entries, key=lambda entry: entry["index"])
    for one, two in zip(ordered, ordered[1:]):
        must(one["index"] != two["index"], "statement-repeated")
        same = (one["block"], one["transaction"]) == (two["block"], two["transaction"])
        must(one["block"] <= two["block"] and not (same and one["position"] >= two["position"]), "leaf-order")
    return entries


# Authors and versions, steps 5 and 6 ----------------------------------------------------------------------------------


class Registry:
    def __init__(self, trust, entries):
        self.trust = trust
        self.entries = sorted((e for e in entries if e["result"] == "committed"), key=lambda e: e["index"])

    def before(self, kind, index):
        return [e["payload"] for e in self.entries if e["type"] == kind and e["index"] < index]

    def key(self, key_id, index):
        if key_id in self.trust["central"]:
            return self.trust["central"][key_id]
        for payload in self.before("signing-key", index):
            if payload["key"] == key_id:
                return {"kind": "institution", **payload}
        for payload in self.before("patient-key", index):
            if payload["key"] == key_id:
                return {"kind": "patient", "uses": [], **payload, "institution": payload["issuer"]}
        raise Rejected("key-unknown")

    def revoked(self, key_id, index, at):
        revocations = [p for p in self.before("key-revocation", index) if p["key"] == key_id]
        replaced = [p for p in self.before("patient-key", index) if p.get("replaces") == key_id]
        return any(p["reason"] == "compromised" or moment(p["revokedFrom"], "") <= at for p in revocations) or any(
            moment(p["notBefore"], "") <= at for p in replaced
        )

    def active(self, entry, institution, at):
        times = [at, max(at, int(entry["time"])) if entry["time"] != "-" else at]
        for time in times:
            versions = [
                p
                for p in self.before("institution", entry["index"])
                if p["institution"] == institution and moment(p["effectiveFrom"], "") <= time
            ]
            must(versions, "institution-unknown")
            must(versions[-1]["status"] == "active", "institution-inactive")


def check_author(registry, entry):
    payload, index = entry["payload"], entry["index"]
    at, keys = moment(payload["issuedAt"], "statement-malformed"), {}
    for one in entry["signatures"]:
        key = registry.key(one["keyid"], index)
        verify = verify_sm2 if key["algorithm"] == "SM2-SM3" else verify_es256
        signature = base64.b64decode(one["sig"])
        must(verify(bytes.fromhex(key["publicKey"]), entry["pae"], signature), "signature-invalid")
        start, end = period(key, "statement-malformed")
        must(at >= start, "key-not-yet-valid")
        must(at < end, "key-expired")
        must(not registry.revoked(one["keyid"], index, at), "key-revoked")
        keys[one["keyid"]] = key
    check_authority(registry, entry, keys, at)


def check_authority(registry, entry, keys, at):
    kind, payload = entry["type"], entry["payload"]
    if kind in ("consent", "consent-revocation", "consent-erasure"):
        return check_patient(registry, entry, keys)
    governance = kind == "institution"
    if kind == "signing-key":
        together = payload["institution"] in registry.trust["members"] and len(entry["signatures"]) > 1
        governance = payload["issuer"] != payload["institution"] or together
    if kind == "key-revocation":
        governance = registry.key(payload["key"], entry["index"])["institution"] != payload["issuer"]
    if governance:
        signed = {key["institution"] for key in keys.values()}
        must(all(key["kind"] == "central" for key in keys.values()), "issuer-mismatch")
        must(len(signed) >= 2, "governance-missing")
        return must(payload["issuer"] in signed, "issuer-mismatch")
    own = [key["kind"] != "patient" and key["institution"] == payload["issuer"] for key in keys.values()]
    must(all(own), "issuer-mismatch")
    must(any(USES[kind] in key["uses"] for key in keys.values()), "key-use")
    if payload["issuer"] not in registry.trust["members"]:
        registry.active(entry, payload["issuer"], at)


def check_patient(registry, entry, keys):
    grant = entry["payload"]
    if entry["type"] in ("consent-revocation", "consent-erasure"):
        grants = [
            e["payload"]
            for e in registry.entries
            if e["id"] == grant["statement"] and e["index"] < entry["index"] and e["type"] == "consent"
        ]
        must(grants, "version-chain")
        grant = grants[0]
        permitted = {grant["grantor"]}
        if entry["type"] == "consent-revocation":
            permitted.add(grant.get("relative"))
    else:
        permitted = {grant["grantor"]}
    bindings = {p["key"]: p for p in registry.before("patient-key", 2**53)}
    for key_id, key in keys.items():
        chain, at = [], key_id
        while at and at not in chain:
            chain.append(at)
            at = bindings.get(at, {}).get("replaces")
        must(key["kind"] == "patient" and permitted & set(chain), "issuer-mismatch")


def check_versions(entries, entry):
    while entry["type"] == "report" and entry["payload"]["version"] > 1:
        newer = entry["payload"]
        older = [
            e
            for e in entries
            if e["type"] == "report" and e["id"] == newer.get("supersedes") and e["index"] < entry["index"]
        ]
        must(older, "version-chain")
        entry, payload = older[0], older[0]["payload"]
        same = (payload["report"], payload["issuer"]) == (newer["report"], newer["issuer"])
        must(same and payload["version"] == newer["version"] - 1, "version-chain")


def verify(receipt, trust_text, now):
    try:
        trust = read_trust(trust_text, now)
        file, hashes = read_receipt(receipt)
        size, root = check_checkpoint(file["checkpoint"], trust, now)
        entries = read_entries(file["statements"], hashes, size, root)
        subject, others = entries[0], entries[1:]
        must(all(entry["result"] == "committed" for entry in others), "not-committed")
        registry = Registry(trust, entries)
        for entry in others:
            check_author(registry, entry)
        if subject["result"] != "committed":
            return {"outcome": "refused"}
        check_author(registry, subject)
        check_versions(entries, subject)
        return {"outcome": "valid"}
    except Rejected as rejected:
        return {"outcome": "rejected", "code": str(rejected)}


def main(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            vectors = json.load(file)
        for case in vectors["cases"]:
            texts = vectors["texts"]
            receipt, trust = texts[case["receipt"]], texts[case["trust"]]
            found = verify_access(case, receipt, trust) if "kind" in case else verify(receipt, trust, case["now"])
            print(json.dumps({"name": case["name"], "expect": case["expect"], "found": found}))


if __name__ == "__main__":
    sys.modules["verify"] = sys.modules["__main__"]
    from access import verify_access

    main(sys.argv[1:])

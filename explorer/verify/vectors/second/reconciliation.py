"""The second verifier's part for two access logs compared, written from ACCESS.md, section 7."""
import json

from access import HEX, INSTITUTION, UUID, verify_access_list
from curves import verify_es256, verify_sm2
from verify import Rejected, has, is_text, is_whole, moment, must, period, sha256, strict_json, unbase64

BAD = "reconciliation-malformed"
TYPE = "application/vnd.huren.reconciliation.v1+json"
KINDS = ("missing-at-cloud", "missing-at-hospital", "different", "repeated")
TEN_MINUTES = 600_000


def check_count(value):
    must(is_whole(value, 0, 10**9), BAD)


def check_side(side):
    has(side, BAD, ("issuer", "log", "size", "statement", "at", "entries", "after"))
    must(INSTITUTION.fullmatch(str(side["issuer"])) and UUID.fullmatch(str(side["log"])), BAD)
    must(HEX.fullmatch(str(side["statement"])), BAD)
    moment(side["at"], BAD)
    for name in ("size", "entries", "after"):
        check_count(side[name])


def read_report(envelope):
    has(envelope, BAD, ("payloadType", "payload", "signatures"))
    signatures = envelope["signatures"]
    must(envelope["payloadType"] == TYPE and isinstance(signatures, list) and 1 <= len(signatures) <= 8, BAD)
    for one in signatures:
        has(one, BAD, ("keyid", "sig"))
        must(HEX.fullmatch(str(one["keyid"])) and len(unbase64(one["sig"], BAD)) == 64, BAD)
    must(len({one["keyid"] for one in signatures}) == len(signatures), BAD)
    data = unbase64(envelope["payload"], BAD)
    try:
        report = strict_json(data.decode("utf-8"), BAD)
    except UnicodeDecodeError as error:
        raise Rejected(BAD) from error
    required = "issuer issuedAt institution hospital cloud until matched open counts findings".split()
    has(report, BAD, required, ("from",))
    must(INSTITUTION.fullmatch(str(report["issuer"])) and INSTITUTION.fullmatch(str(report["institution"])), BAD)
    must(HEX.fullmatch(str(report["findings"])), BAD)
    for name in ("issuedAt", "until", "from"):
        if name in report:
            moment(report[name], BAD)
    for name in ("hospital", "cloud"):
        check_side(report[name])
    for count in (report["matched"], report["open"], *has(report["counts"], BAD, KINDS).values()):
        check_count(count)
    pae = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(data), data)
    return report, pae, signatures


def events_of(entries):
    known, repeated = {}, []
    for entry in entries:
        content = entry["content"]
        if content is None:
            continue
        if "erases" in content:
            known[content["event"]] = (content["erases"], None)
        elif content["event"] in known:
            repeated.append((content["event"], entry["index"]))
        else:
            known[content["event"]] = (entry["index"], content)
    return known, repeated


def differences(one, two):
    fields = [name for name in ("institution", "consent", "emergency", "action") if one.get(name) != two.get(name)]
    if "key" in one and "key" in two and one["key"] != two["key"]:
        fields.append("key")
    if abs(moment(one["at"], BAD) - moment(two["at"], BAD)) > TEN_MINUTES:
        fields.append("at")
    return fields


def finding_of(event, hospital, cloud):
    content = (hospital and hospital[1]) or (cloud and cloud[1])
    places = {"at": content["at"]} if content else {}
    places |= {"hospital": hospital[0]} if hospital else {}
    places |= {"cloud": cloud[0]} if cloud else {}
    if cloud is None:
        return {"kind": "missing-at-cloud", "event": event, **places}
    if hospital is None:
        return {"kind": "missing-at-hospital", "event": event, **places}
    fields = differences(hospital[1], cloud[1]) if hospital[1] and cloud[1] else []
    return {"kind": "different", "event": event, "fields": fields, **places} if fields else None


def side_of(anchor):
    payload = anchor["payload"]
    return {
        "issuer": payload["issuer"],
        "log": payload["log"],
        "size": payload["size"],
        "statement": anchor["id"],
        "at": anchor["at"],
        "entries": len(anchor["listed"]),
        "after": anchor["after"],
    }


def compare(hospital, cloud, begin, until):
    (ours, ours_twice), (theirs, theirs_twice) = events_of(hospital["listed"]), events_of(cloud["listed"])
    findings = [{"kind": "repeated", "event": event, "hospital": index} for event, index in ours_twice]
    findings += [{"kind": "repeated", "event": event, "cloud": index} for event, index in theirs_twice]
    matched = still_open = 0
    for event in sorted({*ours, *theirs}):
        finding = finding_of(event, ours.get(event), theirs.get(event))
        at = moment(finding["at"], BAD) if finding and "at" in finding else None
        if finding is None:
            matched += 1
        elif at is not None and at >= until:
            still_open += 1
        elif at is None or begin is None or at >= begin:
            findings.append(finding)
    return findings, matched, still_open


def check_sides(report, hospital, cloud):
    name = report["institution"]
    until = moment(report["until"], BAD)
    sound = hospital["kind"] == cloud["kind"] == "institution"
    sound = sound and hospital["payload"]["issuer"] == name != cloud["payload"]["issuer"]
    sound = sound and until <= min(hospital["at"], cloud["at"])
    must(sound and ("from" in report or hospital["after"] == cloud["after"] == 0), "reconciliation-sides")


def check_same(report, found, hospital, cloud):
    begin = moment(report["from"], BAD) if "from" in report else None
    findings, matched, still_open = compare(hospital, cloud, begin, moment(report["until"], BAD))
    counts = {kind: sum(one["kind"] == kind for one in findings) for kind in KINDS}
    compact = json.dumps(findings, separators=(",", ":"), ensure_ascii=False)
    same = [report[name] for name in ("matched", "open", "counts")] == [matched, still_open, counts]
    for name, anchor in (("hospital", hospital), ("cloud", cloud)):
        told = {**report[name], "at": moment(report[name]["at"], BAD)}
        same = same and told == side_of(anchor) and len(report[name]["at"]) == 24
    same = same and sha256(compact.encode()).hex() == report["findings"]
    must(same and json.dumps(found, separators=(",", ":"), ensure_ascii=False) == compact, "reconciliation-differs")


def check_signatures(report, pae, signatures, anchors):
    issuer, keys, revocations = report["issuer"], {}, []
    at = moment(report["issuedAt"], BAD)
    for anchor in anchors:
        keys |= {key_id: key for key_id, key in anchor["trust"]["central"].items() if key["institution"] == issuer}
        for entry in anchor["entries"]:
            if entry["type"] == "signing-key" and entry["payload"]["institution"] == issuer:
                keys[entry["payload"]["key"]] = entry["payload"]
            if entry["type"] == "key-revocation":
                revocations.append(entry["payload"])
    for one in signatures:
        must(one["keyid"] in keys, "key-unknown")
        key = keys[one["keyid"]]
        start, end = period(key, BAD)
        must(start <= at < end, "key-expired")
        of_key = [revocation for revocation in revocations if revocation["key"] == one["keyid"]]
        kept = all(one["reason"] != "compromised" and moment(one["revokedFrom"], BAD) > at for one in of_key)
        must(kept, "key-revoked")
        verify = verify_sm2 if key["algorithm"] == "SM2-SM3" else verify_es256
        must(verify(bytes.fromhex(key["publicKey"]), pae, unbase64(one["sig"], BAD)), "signature-invalid")


def verify_reconciliation(text, trust, now):
    must(len(text) <= 1 << 27, BAD)
    file = has(strict_json(text, BAD), BAD, ("format", "report", "findings", "hospital", "cloud"), ("about",))
    must(file["format"] == "huren-reconciliation/v1" and is_text(file.get("about", "-"), 1000), BAD)
    must(isinstance(file["findings"], list) and len(file["findings"]) <= 131_072, BAD)
    must(all(isinstance(one, dict) for one in file["findings"]), BAD)
    must(all(isinstance(file[name], dict) for name in ("report", "hospital", "cloud")), BAD)
    report, pae, signatures = read_report(file["report"])
    hospital, cloud = (
        verify_access_list(json.dumps(file[name], ensure_ascii=False), trust, now, report["institution"], None)
        for name in ("hospital", "cloud")
    )
    check_sides(report, hospital, cloud)
    check_same(report, file["findings"], hospital, cloud)
    check_signatures(report, pae, signatures, (hospital, cloud))

"""Signatures, by their standards and with nothing but Python: slow, small, and nobody's library. For checking vectors only."""
import hashlib
from functools import lru_cache


class Curve:
    def __init__(self, p, a, b, n, x, y):
        self.p, self.a, self.b, self.n, self.g = p, a, b, n, (x, y)

    def holds(self, point):
        x, y = point
        return max(x, y) < self.p and (y * y - x * x * x - self.a * x - self.b) % self.p == 0

    def add(self, one, two):
        if one is None or two is None:
            return one or two
        (x1, y1), (x2, y2), p = one, two, self.p
        if x1 == x2:
            if (y1 + y2) % p == 0:
                return None
            slope = (3 * x1 * x1 + self.a) * pow(2 * y1, -1, p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, p)
        x = (slope * slope - x1 - x2) % p
        return x, (slope * (x1 - x) - y1) % p

    def double(self, point):
        """Jacobian coordinates: x/z², y/z³; one inversion at the end instead of one a step."""
        x, y, z = point
        p = self.p
        yy = y * y % p
        s, m = 4 * x * yy % p, (3 * x * x + self.a * pow(z, 4, p)) % p
        x3 = (m * m - 2 * s) % p
        return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p

    def add_affine(self, point, other):
        x1, y1, z1 = point
        if z1 == 0:
            return *other, 1
        x2, y2, p = *other, self.p
        zz = z1 * z1 % p
        h, r = (x2 * zz - x1) % p, (y2 * zz * z1 - y1) % p
        if h == 0:
            return self.double(point) if r == 0 else (1, 1, 0)
        hh = h * h % p
        hhh, v = h * hh % p, x1 * hh % p
        x3 = (r * r - hhh - 2 * v) % p
        return x3, (r * (v - x3) - y1 * hhh) % p, z1 * h % p

    def times(self, k, point):
        result = (1, 1, 0)
        for bit in bin(k)[2:]:
            result = self.double(result)
            if bit == "1":
                result = self.add_affine(result, point)
        x, y, z = result
        if z == 0:
            return None
        inverse = pow(z, -1, self.p)
        return x * inverse * inverse % self.p, y * inverse**3 % self.p


P256 = Curve(
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    -3,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SM2 = Curve(
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)


def rotate(x, n):
    n %= 32
    return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF


def sm3(message):
    """GB/T 32905."""
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = message + b"\x80" + b"\0" * ((55 - len(message)) % 64) + (len(message) * 8).to_bytes(8, "big")
    for at in range(0, len(padded), 64):
        w = [int.from_bytes(padded[at + i : at + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
            w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            t = 0x79CC4519 if j < 16 else 0x7A879D8A
            ss1 = rotate((rotate(a, 12) + e + rotate(t, j)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
            tt1 = (ff + d + (ss1 ^ rotate(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, rotate(b, 9), c
            e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in state)


def number(data):
    return int.from_bytes(data, "big")


def point(key, curve):
    found = number(key[1:33]), number(key[33:65])
    return found if len(key) == 65 and key[0] == 4 and curve.holds(found) else None


@lru_cache(maxsize=None)
def verify_es256(key, message, signature):
    """RFC 7518, section 3.4."""
    q, r, s, n = point(key, P256), number(signature[:32]), number(signature[32:]), P256.n
    if q is None or len(signature) != 64 or not (0 < r < n and 0 < s < n):
        return False
    e, w = number(hashlib.sha256(message).digest()), pow(s, -1, n)
    found = P256.add(P256.times(e * w % n, P256.g), P256.times(r * w % n, q))
    return found is not None and found[0] % n == r


@lru_cache(maxsize=None)
def verify_sm2(key, message, signature):
    """GM/T 0003.2, section 7.1, signer id 1234567812345678."""
    q, r, s, n = point(key, SM2), number(signature[:32]), number(signature[32:]), SM2.n
    if q is None or len(signature) != 64 or not (0 < r < n and 0 < s < n) or (r + s) % n == 0:
        return False
    constants = b"".join(x.to_bytes(32, "big") for x in (SM2.a, SM2.b, *SM2.g))
    z = sm3(b"\x00\x80" + b"1234567812345678" + constants + key[1:])
    found = SM2.add(SM2.times(s, SM2.g), SM2.times((r + s) % n, q))
    return found is not None and (number(sm3(z + message)) + found[0]) % n == r


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def edwards_add(one, two):
    """Extended coordinates, RFC 8032, section 5.1.4."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def edwards_times(k, at):
    result = (0, 1, 1, 0)
    while k:
        if k & 1:
            result = edwards_add(result, at)
        at, k = edwards_add(at, at), k >> 1
    return result


def same(one, two):
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def decompress(data):
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=None)
def verify_ed25519(key, message, signature):
    """RFC 8032, section 5.1.7."""
    if len(signature) != 64:
        return False
    a, r, s = decompress(key), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return same(edwards_times(s, BASE), edwards_add(r, edwards_times(k, a)))

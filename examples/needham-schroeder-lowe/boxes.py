"""Sealed boxes as Assay's aenc makes them, with nothing but Python's standard library.

X25519 (RFC 7748), HKDF-SHA256 (RFC 5869) and ChaCha20-Poly1305 (RFC 8439). Written to be read, not to be fast, and not in
constant time: it serves an example.
"""

import hashlib
import hmac
import struct

P = 2**255 - 19


def x25519(scalar: bytes, point: bytes = bytes([9]) + bytes(31)) -> bytes:
    """The u-coordinate of scalar times point (RFC 7748, section 5)."""
    k = int.from_bytes(scalar, "little") & ~7 & ((1 << 255) - 1) | (1 << 254)
    u = int.from_bytes(point, "little") & ((1 << 255) - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = (k >> t) & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def chacha20_block(key: bytes, counter: int) -> bytes:
    """One block of key stream under the nonce zero (RFC 8439, section 2.3)."""
    start = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<8I", key)) + [counter, 0, 0, 0]
    s = start[:]

    def quarter(a: int, b: int, c: int, d: int) -> None:
        for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            s[z] ^= s[x]
            s[z] = (s[z] << bits | s[z] >> (32 - bits)) & 0xFFFFFFFF

    for _ in range(10):
        quarter(0, 4, 8, 12), quarter(1, 5, 9, 13), quarter(2, 6, 10, 14), quarter(3, 7, 11, 15)
        quarter(0, 5, 10, 15), quarter(1, 6, 11, 12), quarter(2, 7, 8, 13), quarter(3, 4, 9, 14)
    return struct.pack("<16I", *((x + y) & 0xFFFFFFFF for x, y in zip(s, start)))


def chacha20(key: bytes, data: bytes) -> bytes:
    stream = b"".join(chacha20_block(key, 1 + i) for i in range((len(data) + 63) // 64))
    return bytes(x ^ y for x, y in zip(data, stream))


def poly1305(key: bytes, associated: bytes, sealed: bytes) -> bytes:
    """The tag of RFC 8439, section 2.8."""

    def pad(part: bytes) -> bytes:
        return part + bytes(-len(part) % 16)

    message = pad(associated) + pad(sealed) + struct.pack("<QQ", len(associated), len(sealed))
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for i in range(0, len(message), 16):
        total = (total + int.from_bytes(message[i : i + 16] + b"\1", "little")) * r % (2**130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def frame(*parts: bytes) -> bytes:
    """Each part preceded by its length in four bytes, big-endian."""
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def derive(secret: bytes, tag: str, *bound: bytes) -> bytes:
    """32 bytes of HKDF-SHA256 without salt."""
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(extracted, frame(tag.encode(), *bound) + b"\1", hashlib.sha256).digest()


def seal(public: bytes, message: bytes, secret: bytes, context: bytes = b"") -> bytes:
    """Seals for the owner of a public key; `secret` is 32 bytes drawn for this box alone."""
    ephemeral = x25519(secret)
    key = derive(x25519(secret, public), "ASSAY-V1-SEALED-BOX", ephemeral, public, context)
    content = derive(key, "ASSAY-V1-CONTENT-KEY")
    sealed = chacha20(content, message)
    tag = poly1305(chacha20_block(content, 0)[:32], context, sealed)
    return ephemeral + derive(key, "ASSAY-V1-KEY-COMMITMENT") + sealed + tag


def unseal(secret: bytes, box: bytes, context: bytes = b"") -> "bytes | None":
    """The content of a box for this secret key; None for any other."""
    if len(box) < 80:
        return None
    ephemeral, commitment, sealed, tag = box[:32], box[32:64], box[64:-16], box[-16:]
    shared = x25519(secret, ephemeral)
    if shared == bytes(32):
        return None
    key = derive(shared, "ASSAY-V1-SEALED-BOX", ephemeral, x25519(secret), context)
    content = derive(key, "ASSAY-V1-CONTENT-KEY")
    wanted = poly1305(chacha20_block(content, 0)[:32], context, sealed)
    if not hmac.compare_digest(commitment, derive(key, "ASSAY-V1-KEY-COMMITMENT")) or not hmac.compare_digest(tag, wanted):
        return None
    return chacha20(content, sealed)

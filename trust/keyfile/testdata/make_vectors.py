#!/usr/bin/env python3
"""Makes vectors.json from the documentation of package keyfile, without its code. Needs the module cryptography (48)."""
import hashlib, hmac, json, struct, sys, unicodedata
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"vouch master key"
KINDS = {"file": 1, "passphrase": 2, "keyring": 3, "dpapi": 4, "recovery": 5}
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def fixed(name, size):
    """Bytes that look random and are the same each time."""
    return hashlib.shake_256(b"vouch vector " + name.encode()).digest(size)


def rotl(v, n):
    return ((v << n) | (v >> (32 - n))) & 0xFFFFFFFF


def hchacha20(key, nonce):
    s = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))
    rounds = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
    for _ in range(10):
        for a, b, c, d in rounds:
            for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                s[x] = (s[x] + s[y]) & 0xFFFFFFFF
                s[z] = rotl(s[z] ^ s[x], n)
    return struct.pack("<8I", *s[:4], *s[12:])


def xchacha_seal(key, nonce, plain, bound):
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])).encrypt(b"\0\0\0\0" + nonce[16:], plain, bound)


def hkdf(secret, salt, info):
    return HKDF(SHA256(), 32, salt, b"vouch " + info.encode()).derive(secret)


def slot(profile, name, kind, secret, master, replaces=bytes(8), t=0, m=0, p=0, blob=b""):
    salt, nonce, kdf = fixed(name + " salt", 16), fixed(name + " nonce", 24), 1
    info = "key file slot " + kind
    if kind == "passphrase":
        kdf = 2
        text = unicodedata.normalize("NFC", secret).encode()
        secret = Argon2id(salt=salt, length=32, iterations=t, lanes=p, memory_cost=m).derive(text) if m <= 1 << 16 else bytes(32)
    body = fixed(name + " id", 8) + bytes([KINDS[kind]]) + replaces + struct.pack(">QBIIB", 1767323045, kdf, t, m, p)
    body += salt + struct.pack(">H", len(blob)) + blob + nonce
    return body + xchacha_seal(hkdf(secret, salt, info), nonce, master, MAGIC + b"\2" + profile + body)


def close(body):
    return (body + hashlib.sha256(body).digest()[:8]).hex()


def encode(profile, slots, master):
    body = MAGIC + b"\2" + profile + bytes([len(slots)])
    for s in slots:
        body += struct.pack(">H", len(s)) + s
    return body + hmac.digest(hkdf(master, None, "key file list"), body, "sha256")


def times_alpha(v):
    return (v << 1) ^ (0x25 if v & 16 else 0)


def recovery_text(bits):
    n = int.from_bytes(bits, "big") << 2
    letters = [n >> (125 - 5 * i) & 31 for i in range(26)]
    # Two check letters, so that the word is zero at 1 and at alpha: tried, not divided.
    def value(word, times):
        r = 0
        for v in word:
            for _ in range(times):
                r = times_alpha(r)
            r ^= v
        return r
    for a in range(32):
        for b in range(32):
            if value(letters + [a, b], 0) == 0 and value(letters + [a, b], 1) == 0:
                text = "".join(LETTERS[v] for v in letters + [a, b])
                return "-".join(text[i:i + 4] for i in range(0, 28, 4))


def main():
    profile, master = fixed("profile", 16), fixed("master", 32)
    other, other_master = fixed("other profile", 16), fixed("other master", 32)
    ring, system, bits, clear = fixed("ring", 32), fixed("system", 32), fixed("recovery", 16), fixed("clear", 32)
    sealed = bytes(b ^ 0x5A for b in system)  # the test's stand-in for Windows
    word = "Grüße, 喜歡 é"
    key = slot(profile, "file", "file", clear, master, blob=clear)
    pw = slot(profile, "passphrase", "passphrase", word, master, t=3, m=1024, p=4)
    new = slot(profile, "new", "passphrase", "correct horse", master, t=1, m=64, p=1, replaces=fixed("passphrase id", 8))
    kr = slot(profile, "keyring", "keyring", ring, master)
    dp = slot(profile, "dpapi", "dpapi", system, master, blob=sealed)
    rec = slot(profile, "recovery", "recovery", bits, master)
    bobs = slot(other, "bob", "passphrase", "correct horse", other_master, t=1, m=64, p=1)
    costly = slot(profile, "costly", "passphrase", word, master, t=3, m=(1 << 20) + 1, p=4)
    unknown = fixed("unknown id", 8) + bytes([77]) + bytes(8) + struct.pack(">QB", 1767323045, 9) + b"as it likes"
    newer_kdf = rec[:25] + b"\7" + rec[26:]
    everything = encode(profile, [pw, kr, dp, rec, unknown], master)
    recovery = recovery_text(bits)
    out = []

    def add(name, file, kind, secret="", error="", level="protected"):
        v = {"name": name, "file": file, "kind": kind, "secret": secret, "level": level}
        v.update({"error": error} if error else {"master": master.hex()})
        out.append(v)

    add("format 1", (lambda b: (b + hashlib.sha256(b).digest()[:4]).hex())(MAGIC + b"\1\0" + master), "file", level="not protected")
    add("file", close(encode(profile, [key], master)), "file", level="not protected")
    add("passphrase", close(encode(profile, [pw], master)), "passphrase", word)
    add("passphrase in NFD", close(encode(profile, [pw], master)), "passphrase", unicodedata.normalize("NFD", word))
    add("keyring", close(encode(profile, [kr], master)), "keyring", ring.hex())
    add("dpapi", close(encode(profile, [dp], master)), "dpapi")
    add("recovery", close(encode(profile, [rec], master)), "recovery", recovery)
    for kind, secret in (("passphrase", word), ("keyring", ring.hex()), ("dpapi", ""), ("recovery", recovery.lower().replace("-", " "))):
        add("all kinds and an unknown one, by " + kind, close(everything), kind, secret)
    add("a change that was not finished, old", close(encode(profile, [pw, new], master)), "passphrase", word, level="not protected yet")
    add("a change that was not finished, new", close(encode(profile, [pw, new], master)), "passphrase", "correct horse", level="not protected yet")
    add("a first protection that was not finished", close(encode(profile, [key, pw], master)), "file", level="not protected yet")
    add("no secret", close(everything), "file", error="locked")
    add("another passphrase", close(everything), "passphrase", "incorrect horse", error="wrong secret")
    add("a kind that has no slot", close(encode(profile, [pw], master)), "recovery", recovery, error="no slot")
    add("only an unknown kind", close(encode(profile, [unknown], master)), "file", error="locked")
    add("a known kind with an unknown KDF", close(encode(profile, [newer_kdf, pw], master)), "recovery", recovery, error="no slot")
    add("a slot that asks for 1 GiB and 1 KiB", close(encode(profile, [costly], master)), "passphrase", word, error="cost")

    good = encode(profile, [pw, kr, rec], master)
    moved = encode(profile, [kr, pw, rec], master)[:-32] + good[-32:]
    dropped = encode(profile, [pw, kr], master)[:-32] + good[-32:]
    of_bob = encode(profile, [pw, kr, bobs], master)[:-32] + good[-32:]
    add("slots that have changed places", close(moved), "passphrase", word, error="changed")
    add("a slot that was taken out", close(dropped), "passphrase", word, error="changed")
    add("a slot of bob's file put in, own secret", close(of_bob), "keyring", ring.hex(), error="changed")
    add("a slot of bob's file put in, bob's secret", close(of_bob), "passphrase", "correct horse", error="wrong secret")
    add("nine slots", close(encode(profile, [slot(profile, f"slot {i}", "recovery", bits, master) for i in range(9)], master)), "recovery", recovery, error="damaged")
    add("no slots", close(encode(profile, [], master)), "file", error="damaged")
    add("a slot twice", close(encode(profile, [rec, rec], master)), "recovery", recovery, error="damaged")
    add("bytes behind the code", close(everything + b"\0"), "keyring", ring.hex(), error="damaged")
    add("format 3", close(MAGIC + b"\3" + everything[17:]), "keyring", ring.hex(), error="newer")
    json.dump(out, sys.stdout, indent=1, ensure_ascii=False)
    print()


main()

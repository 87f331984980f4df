"""One OMEMO device on python-oldmemo, for tests against another implementation.

Speaks the line protocol that stands at the head of omemopeer.c; there is no bench here, and an error is a name. With an
argument, 0 or 1, the identity key is drawn until its Ed25519 form has that sign bit.

python-oldmemo keeps one session with a device, and takes the sign of an identity key, which the legacy protocol does not
carry, from the highest bit of the signature in the bundle: so it has to know the other side's bundle before a message of
the other side begins a session.
"""
import asyncio
import secrets
import sys

import doubleratchet
import omemo
import x3dh
import xeddsa
from oldmemo.oldmemo import BundleImpl, EncryptedKeyMaterialImpl, KeyExchangeImpl, Oldmemo, PlainKeyMaterialImpl, StateImpl
from omemo.session import Initiation
from omemo.storage import Just, Nothing, Storage

PREKEYS = 100


class Memory(Storage):
    """What python-oldmemo stores, as JSON values. Sessions are read anew for each message."""

    def __init__(self):
        super().__init__(disable_cache=True)
        self.values = {}

    async def _load(self, key):
        return Just(self.values[key]) if key in self.values else Nothing()

    async def _store(self, key, value):
        self.values[key] = value

    async def _delete(self, key):
        self.values.pop(key, None)


class Device:
    def __init__(self):
        self.storage = Memory()
        self.oldmemo = Oldmemo(self.storage)
        self.id = secrets.randbelow(2**31 - 1) + 1
        self.sign = None  # of the other side's identity key
        self.slot = "0"
        self.begun = {}  # bundles by slot, until the first message builds the session

    async def prepare(self, sign):
        """Makes the keys, with an identity key of that sign."""
        if sign is not None:
            seed = secrets.token_bytes(32)
            while xeddsa.seed_to_ed25519_pub(seed)[31] >> 7 != sign:
                seed = secrets.token_bytes(32)
            await self.storage.store("/ikp/is_seed", True)
            await self.storage.store_bytes("/ikp/key", seed)
        await self.oldmemo.generate_pre_keys(PREKEYS)

    async def bundle(self):
        b = await self.oldmemo.get_bundle("own", self.id)
        signature = bytearray(b.bundle.signed_pre_key_sig)
        signature[63] |= b.identity_key[31] & 0x80
        identity = xeddsa.ed25519_pub_to_curve25519_pub(b.identity_key)
        answer = [self.id, point(identity), b.signed_pre_key_id, point(b.bundle.signed_pre_key), signature.hex()]
        for key in sorted(b.bundle.pre_keys, key=b.pre_key_ids.get):
            answer += [b.pre_key_ids[key], point(key)]
        return answer

    async def know(self, *bundle):
        parsed = self.parse_bundle(*bundle)
        self.sign = parsed.identity_key[31] >> 7 == 1
        return []

    async def begin(self, *bundle):
        parsed = self.parse_bundle(*bundle)
        # The library builds a session with its first message; a trial now checks the signature.
        await self.oldmemo.build_session_active(self.slot, 1, parsed, PlainKeyMaterialImpl.make_empty())
        self.sign = parsed.identity_key[31] >> 7 == 1
        self.begun[self.slot] = parsed
        return []

    def parse_bundle(self, device, identity, signed_id, signed, signature, key_id, key):
        signature = bytearray.fromhex(signature)
        identity = xeddsa.curve25519_pub_to_ed25519_pub(unpoint(identity), signature[63] >> 7 == 1)
        signature[63] &= 0x7F
        key = unpoint(key)
        x = x3dh.Bundle(identity, unpoint(signed), bytes(signature), frozenset([key]))
        return BundleImpl(self.slot, int(device), x, int(signed_id), {key: int(key_id)})

    async def encrypt(self, key):
        key = bytes.fromhex(key)
        key = PlainKeyMaterialImpl(key[: PlainKeyMaterialImpl.KEY_LENGTH], key[PlainKeyMaterialImpl.KEY_LENGTH :])
        if self.slot in self.begun:
            session, message = await self.oldmemo.build_session_active(self.slot, 1, self.begun.pop(self.slot), key)
        else:
            session = await self.session()
            message = await self.oldmemo.encrypt_key_material(session, key)
        await self.oldmemo.store_session(session)
        if session.initiation is Initiation.ACTIVE and not session.confirmed:
            data, _ = session.key_exchange.serialize(message.serialize())
            return [1, data.hex()]
        return [0, message.serialize().hex()]

    async def decrypt(self, prekey, data):
        exchange, data = None, bytes.fromhex(data)
        if prekey == "1":
            if self.sign is None:
                raise omemo.SenderNotFound()
            exchange, data = KeyExchangeImpl.parse(data, self.sign)
        message = EncryptedKeyMaterialImpl.parse(data, self.slot, 1)
        # As omemo.SessionManager.decrypt does it: another key exchange replaces the session.
        if exchange and not await self.builds_present_session(exchange):
            session, key = await self.oldmemo.build_session_passive(self.slot, 1, exchange, message)
        else:
            session = await self.session()
            key = await self.oldmemo.decrypt_key_material(session, message)
        await self.oldmemo.store_session(session)
        if exchange:
            await self.oldmemo.delete_pre_key(session)
        return [(key.key + key.auth_tag).hex()]

    async def builds_present_session(self, exchange):
        session = await self.oldmemo.load_session(self.slot, 1)
        return (
            session is not None
            and session.initiation is Initiation.PASSIVE
            and session.key_exchange.builds_same_session(exchange)
        )

    async def session(self):
        session = await self.oldmemo.load_session(self.slot, 1)
        if session is None:
            raise omemo.NoSession()
        return session

    async def use(self, slot):
        self.slot = slot
        return []


def point(key):
    return StateImpl.serialize_public_key(key).hex()


def unpoint(text):
    return StateImpl.parse_public_key(bytes.fromhex(text))


async def main():
    device = Device()
    await device.prepare(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    commands = {
        "bundle": device.bundle,
        "know": device.know,
        "begin": device.begin,
        "encrypt": device.encrypt,
        "decrypt": device.decrypt,
        "slot": device.use,
    }
    for line in sys.stdin:
        name, *words = line.split()
        try:
            answer = ["ok", *await commands[name](*words)]
        except (omemo.OMEMOException, doubleratchet.DecryptionFailedException, ValueError) as e:
            answer = ["error", type(e).__name__]
        print(*answer, flush=True)


asyncio.run(main())

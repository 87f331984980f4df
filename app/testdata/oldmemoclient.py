"""One OMEMO device on python-oldmemo as clients use it: a session manager, with XML in and out.

Reads one JSON object a line on standard input, does its "do", and answers each with one JSON object: "error", or what is
named here and in "sent" the elements that the session manager sends by itself.

    create JID SIGN           DEVICE, LIST and BUNDLE to publish; the identity key has that Ed25519 sign bit
    learn JID LIST BUNDLES    take note of what another account publishes, BUNDLES by device id
    encrypt JID TEXT          ENCRYPTED
    decrypt JID ENCRYPTED     TEXT, null for a key transport
"""
import asyncio
import json
import secrets
import sys
import xml.etree.ElementTree as ET

import omemo
import xeddsa
from oldmemo import etree
from oldmemo.oldmemo import NAMESPACE, Oldmemo
from omemo.storage import Just, Nothing, Storage


class Memory(Storage):
    def __init__(self):
        super().__init__(disable_cache=True)
        self.values = {}

    async def _load(self, key):
        return Just(self.values[key]) if key in self.values else Nothing()

    async def _store(self, key, value):
        self.values[key] = value

    async def _delete(self, key):
        self.values.pop(key, None)


# What the session manager knows of the world; its methods for that are static.
own = {"jid": None, "device": None, "list": {}, "bundle": None}
published_lists, published_bundles, sent = {}, {}, []


class Manager(omemo.SessionManager):
    @staticmethod
    async def _upload_bundle(bundle):
        own["device"], own["bundle"] = bundle.device_id, xml(etree.serialize_bundle(bundle))

    @staticmethod
    async def _download_bundle(namespace, bare_jid, device_id):
        if (bare_jid, device_id) not in published_bundles:
            raise omemo.BundleNotFound()
        return etree.parse_bundle(ET.fromstring(published_bundles[bare_jid, device_id]), bare_jid, device_id)

    @staticmethod
    async def _delete_bundle(namespace, device_id):
        own["bundle"] = None

    @staticmethod
    async def _upload_device_list(namespace, device_list):
        own["list"] = device_list

    @staticmethod
    async def _download_device_list(namespace, bare_jid):
        if bare_jid == own["jid"]:
            return own["list"]
        if bare_jid not in published_lists:
            return {}
        return etree.parse_device_list(ET.fromstring(published_lists[bare_jid]))

    async def _evaluate_custom_trust_level(self, device):
        return omemo.TrustLevel.TRUSTED

    async def _make_trust_decision(self, undecided, identifier):
        raise omemo.TrustDecisionFailed()

    @staticmethod
    async def _send_message(message, bare_jid):
        sent.append(xml(etree.serialize_message(message)))


def xml(element):
    return ET.tostring(element, encoding="unicode")


class Client:
    manager = None

    async def create(self, jid, sign):
        seed = secrets.token_bytes(32)
        while xeddsa.seed_to_ed25519_pub(seed)[31] >> 7 != sign:
            seed = secrets.token_bytes(32)
        storage = Memory()
        await storage.store("/ikp/is_seed", True)
        await storage.store_bytes("/ikp/key", seed)
        own["jid"] = jid
        self.manager = await Manager.create([Oldmemo(storage)], storage, jid, None, "trusted")
        await self.manager.after_history_sync()
        device_list = xml(etree.serialize_device_list(own["list"]))
        return {"device": own["device"], "list": device_list, "bundle": own["bundle"]}

    async def learn(self, jid, list, bundles):
        published_lists[jid] = list
        for device, bundle in bundles.items():
            published_bundles[jid, int(device)] = bundle
        await self.manager.refresh_device_list(NAMESPACE, jid)
        return {}

    async def encrypt(self, jid, text):
        messages, errors = await self.manager.encrypt(frozenset([jid]), {NAMESPACE: text.encode()})
        if errors or len(messages) != 1:
            raise ValueError(f"{len(messages)} messages, errors {errors}")
        return {"encrypted": xml(etree.serialize_message(next(iter(messages))))}

    async def decrypt(self, jid, encrypted):
        message = await etree.parse_message(ET.fromstring(encrypted), jid, own["jid"], self.manager)
        plaintext, _, _ = await self.manager.decrypt(message)
        return {"text": None if plaintext is None else plaintext.decode()}


async def main():
    client = Client()
    commands = {"create": client.create, "learn": client.learn, "encrypt": client.encrypt, "decrypt": client.decrypt}
    for line in sys.stdin:
        words = json.loads(line)
        try:
            answer = await commands[words.pop("do")](**words)
        except Exception as e:
            answer = {"error": f"{e!r}, because of {e.__cause__!r}"}
        print(json.dumps({**answer, "sent": sent}), flush=True)
        sent.clear()


asyncio.run(main())

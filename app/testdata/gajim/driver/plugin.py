"""A Gajim that is told what to do: a plugin which does what the window does, by Gajim's own modules.

Reads one JSON object a line on descriptor 3 and does its "do". Writes one a line on descriptor 4, each with its "event".

    join ROOM NICK            "joined" ROOM, once it is in
    encrypt ROOM              turns OMEMO on there
    members ROOM              "members" ROOM JIDS, those for whom the plugin for OMEMO encrypts
    affiliation ROOM          "affiliation" ROOM TYPE, its own
    say ROOM TEXT
    invite ROOM JID           in the way that Gajim chooses for the room
    keys                      "keys" FINGERPRINT DEVICE, its own
    devices JID               "devices" JID IDS, with which there is a session
    chat JID ENCRYPTED        opens the chat with somebody, and turns OMEMO on or off there
    uploads                   "uploads" TAKEN, whether the server is known to take files
    attach JID PATH           sends a file
    files                     "files" FILES of the chat that is open, each NAME PATH SHOWN: where it is, and whether a
                              picture is seen in the chat

By itself it writes "ready" once it listens, "signed-in", "message" ROOM NICK TEXT ENCRYPTED, "invited" ROOM BY TYPE, and
"error" WHY.
"""
import json
import os
from pathlib import Path

from gi.repository import GLib
from gi.repository import Gtk

from gajim.common import app
from gajim.common import ged
from gajim.common.structs import OutgoingMessage
from gajim.plugins import GajimPlugin
from nbxmpp.protocol import JID

COMMANDS, EVENTS = 3, 4


def tell(event, **what):
    os.write(EVENTS, json.dumps({'event': event, **what}).encode() + b'\n')


def client():
    return app.get_client(app.settings.get_active_accounts()[0])


def room_of(jid):
    return client().get_module('Contacts').get_contact(jid, groupchat=True)


def person(jid):
    return client().get_module('Contacts').get_contact(jid)


def shows(preview):
    button = preview._widget._ui.image_button  # no other way leads to what is seen
    image = button.get_image()
    return button.get_mapped() and image is not None and image.get_storage_type() in (Gtk.ImageType.PIXBUF, Gtk.ImageType.ANIMATION)


class Driver(GajimPlugin):
    def init(self):
        self.rest = b''
        self.watched = set()
        self.events_handlers = {
            'signed-in': (ged.POSTGUI, lambda event: tell('signed-in')),
            'muc-added': (ged.POSTGUI, self.added),
            'muc-invitation': (ged.POSTGUI, self.invited),
            'gc-message-received': (ged.POSTGUI, self.received),
        }

    def activate(self):
        GLib.io_add_watch(COMMANDS, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.read)
        tell('ready')

    def read(self, _fd, _condition):
        data = os.read(COMMANDS, 1 << 16)
        if not data:
            app.app.quit()
            return False
        *lines, self.rest = (self.rest + data).split(b'\n')
        for line in lines:
            try:
                words = json.loads(line)
                getattr(self, 'do_' + words.pop('do'))(**words)
            except Exception as error:
                tell('error', why=f'{line!r}: {error!r}')
        return True

    def do_join(self, room, nick):
        client().get_module('MUC').join(room, nick)

    def do_encrypt(self, room):
        room_of(room).settings.set('encryption', 'OMEMO')

    def do_members(self, room):
        tell('members', room=room, jids=sorted(client().get_module('OMEMO').backend.get_muc_members(room, without_self=False)))

    def do_affiliation(self, room):
        tell('affiliation', room=room, type=room_of(room).get_self().affiliation.value)

    def do_say(self, room, text):
        client().send_message(OutgoingMessage(account=client().name, contact=room_of(room), message=text, type_='groupchat'))

    def do_invite(self, room, jid):
        client().get_module('MUC').invite(JID.from_string(room), JID.from_string(jid))

    def do_keys(self):
        backend = client().get_module('OMEMO').backend
        tell('keys', fingerprint=backend.own_fingerprint, device=backend.own_device)

    def do_devices(self, jid):
        storage = client().get_module('OMEMO').backend.storage
        devices = client().get_module('OMEMO').backend.get_devices(jid)
        tell('devices', jid=jid, ids=sorted(d for d in devices if storage.containsSession(jid, d)))

    def do_chat(self, jid, encrypted):
        person(jid).settings.set('encryption', 'OMEMO' if encrypted else '')
        app.window.add_chat(client().name, JID.from_string(jid), 'contact', select=True)

    def do_uploads(self):
        tell('uploads', taken=client().get_module('HTTPUpload').available)

    def do_attach(self, jid, path):
        client().get_module('HTTPUpload').send_file(person(jid), Path(path))

    def do_files(self):
        tell('files', files=[{
            'name': p.filename,
            'path': str(p.orig_path) if p.orig_exists else '',
            'shown': shows(p),
        } for p in app.preview_manager._previews.values()])

    def added(self, event):
        room = room_of(event.jid)
        if str(event.jid) not in self.watched:
            self.watched.add(str(event.jid))
            room.connect('room-joined', self.joined)

    def joined(self, room, _signal):
        tell('joined', room=str(room.jid))

    def invited(self, event):
        tell('invited', room=str(event.muc), by=str(event.from_), type=event.type.name)

    def received(self, event):
        tell('message', room=event.room_jid, nick=event.properties.muc_nickname, text=event.msgtxt, encrypted=bool(event.properties.is_encrypted))

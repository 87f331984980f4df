package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// gajim is Gajim 1.7, which takes an account from its settings (version 5) and commits what it stores twice a second.
type gajim struct{ foreign }

func (r *run) gajim() *gajim {
	return &gajim{foreign{s: r.stage, name: "gajim", col: colGajim, program: "gajim",
		database: ".local/share/gajim/logs.db", counting: "select count(*) from logs where %s;", body: "message"}}
}

// enrol writes the settings, and lets it sign in.
func (g *gajim) enrol(ctx context.Context) error {
	if err := g.make(g.s, g.name); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(g.dir, "home/.config/gajim"), 0o700); err != nil {
		return err
	}
	program, err := json.Marshal(map[string]any{"use_keyring": false, "check_for_update": false, "action_on_close": "quit", "show_help_start_chat": false, "sounds_on": false})
	if err != nil {
		return err
	}
	account, err := json.Marshal(map[string]any{"contact": map[string]any{}, "group_chat": map[string]any{}, "account": map[string]any{
		"name": g.name, "hostname": domain, "password": g.name + password, "savepass": true, "active": true, "autoconnect": true, "resource": "measure",
		"use_custom_host": true, "custom_host": g.s.server.Host, "custom_port": g.s.server.Port, "custom_type": "START TLS"}})
	if err != nil {
		return err
	}
	chats, err := json.Marshal(map[string]any{"5e0d0b1c-6d1b-4a34-9c1b-0d2a6b1c7e11": map[string]any{"name": "Measure", "chats": []any{
		map[string]any{"account": "measure", "jid": map[string]any{"__type": "JID", "value": sender + "@" + domain}, "type": "contact", "pinned": false, "position": 0}}}})
	if err != nil {
		return err
	}
	if _, err := sqlite(ctx, filepath.Join(g.dir, "home/.config/gajim/settings.sqlite"), false, fmt.Sprintf(`create table settings (name text unique, settings text);
create table account_settings (account text unique, settings text);
insert into settings values ('app', '%s'), ('soundevents', '{}'), ('status_presets', '{}'), ('proxies', '{}'), ('plugins', '{}'),
	('workspaces', '%s');
insert into account_settings values ('measure', '%s');
pragma user_version = 5;`, program, chats, account)); err != nil {
		return err
	}
	return g.settle(ctx)
}

// store writes rows as it writes messages that came in clear.
func (g *gajim) store(ctx context.Context, n int) error {
	_, err := g.sql(ctx, false, strings.NewReplacer("BOB", sender+"@"+domain, "SELF", g.name+"@"+domain, "COUNT", fmt.Sprint(n), "TEXT", pattern("stored")).Replace(`begin;
insert or ignore into jids (jid, type) values ('SELF', 0), ('BOB', 0);
with recursive n(i) as (select 0 union all select i + 1 from n where i < COUNT - 1)
insert into logs (account_id, jid_id, time, kind, message, additional_data, stanza_id, message_id)
	select a.jid_id, j.jid_id, unixepoch() - 60 - COUNT + i, 4, printf('TEXT', i), '{}', 'archived-' || i, 'stored-' || i
	from n, jids a, jids j where a.jid = 'SELF' and j.jid = 'BOB' order by i;
commit;`))
	return err
}

package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// dino is Dino 0.4, which takes an account from its database (version 25 and 26).
type dino struct{ foreign }

func (r *run) dino() *dino {
	return &dino{foreign{s: r.stage, name: "dino", col: colDino, program: "dino-im",
		database: ".local/share/dino/dino.db", counting: "select count(*) from message where %s;", body: "body"}}
}

// enrol has it make its database, puts the account there, and lets it sign in.
func (d *dino) enrol(ctx context.Context) error {
	if err := d.make(d.s, d.name); err != nil {
		return err
	}
	p, err := d.launch()
	if err != nil {
		return err
	}
	err = until(ctx, 100*time.Millisecond, patience, p, func() (bool, error) {
		_, err := d.sql(ctx, true, "select count(*) from account; select count(*) from content_item;")
		return err == nil, nil
	})
	p.end()
	if err != nil {
		return fmt.Errorf("make database: %w", err)
	}
	if _, err := d.sql(ctx, false, fmt.Sprintf("insert into account (bare_jid, resourcepart, password, alias, enabled, roster_version) values ('%s@%s', 'measure', '%s', '', 1, '');",
		d.name, domain, d.name+password)); err != nil {
		return err
	}
	return d.settle(ctx)
}

// store writes rows as it writes messages that came in clear.
func (d *dino) store(ctx context.Context, n int) error {
	_, err := d.sql(ctx, false, strings.NewReplacer("BOB", sender+"@"+domain, "COUNT", fmt.Sprint(n), "TEXT", pattern("stored")).Replace(`begin;
insert or ignore into jid (bare_jid) values ('BOB');
insert into conversation (account_id, jid_id, active, last_active, type, encryption, read_up_to, notification, send_typing, send_marker)
	select a.id, j.id, 1, unixepoch(), 0, 0, -1, 0, 0, 0 from account a, jid j where j.bare_jid = 'BOB'
	and not exists (select 1 from conversation c where c.jid_id = j.id);
with recursive n(i) as (select 0 union all select i + 1 from n where i < COUNT - 1)
insert into message (stanza_id, account_id, counterpart_id, counterpart_resource, direction, type, time, local_time, body, encryption, marked)
	select 'stored-' || i, a.id, j.id, 'phone', 0, 1, unixepoch() - 60 - COUNT + i, unixepoch() - 60 - COUNT + i, printf('TEXT', i), 0, 0
	from n, account a, jid j where j.bare_jid = 'BOB' order by i;
insert into content_item (conversation_id, time, local_time, content_type, foreign_id, hide)
	select c.id, m.time, m.local_time, 1, m.id, 0 from message m join conversation c on c.jid_id = m.counterpart_id where m.stanza_id like 'stored-%' order by m.id;
commit;`))
	return err
}

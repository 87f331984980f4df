package main

import (
	"context"
	"fmt"
)

// text is the body of message i of a batch: as many bytes as people write.
func text(tag string, i int) string {
	return fmt.Sprintf(pattern(tag), i)
}

// letter is a message of the batch to a user, in clear.
func letter(user, tag string, i int) string {
	return fmt.Sprintf("<message to='%s@%s' type='chat' id='%s-%s-%d'><body>%s</body></message>", user, domain, user, tag, i, text(tag, i))
}

// texts are n messages in clear.
func texts(user, tag string, n int) (all []string) {
	for i := range n {
		all = append(all, letter(user, tag, i))
	}
	return all
}

// fill has the sender send messages to a user who is not there, so that they lie in the user's archive.
func (s *stage) fill(ctx context.Context, user string, stanzas []string) error {
	b, err := login(ctx, s.server, sender, "fill")
	if err != nil {
		return err
	}
	defer b.close()
	if err := b.pour(ctx, stanzas); err != nil {
		return fmt.Errorf("fill archive of %s: %w", user, err)
	}
	return nil
}

// empty empties the archive of a user.
func (r *run) empty(ctx context.Context, user string) error {
	return r.server.Shell(ctx, fmt.Sprintf(`local archive = require "core.storagemanager".open(%q, "archive", "archive")
assert(archive:delete(%q))
return "ok"`, domain, user))
}

// pattern is text for printf.
func pattern(tag string) string {
	return tag + " %06d and some words more, about as many as people write at once"
}

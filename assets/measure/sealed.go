package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// seal enrols v and gives n messages to it of which every so manieth is encrypted and none has reached it. They are made by a
// Vouch of the sender while v is not there, taken out of v's archive as they lie in it, and the archive is empty afterwards.
func (r *run) seal(ctx context.Context, v *vouch, tag string, n, every int) ([]string, error) {
	if err := v.enrol(ctx); err != nil {
		return nil, err
	}
	other := &vouch{s: r.stage, binary: r.binary, name: sender, headless: true, peer: v.user()}
	if err := other.enrol(ctx); err != nil {
		return nil, err
	}
	from, err := other.launch()
	if err != nil {
		return nil, err
	}
	defer from.end()
	if err := other.online(ctx, from); err != nil {
		return nil, err
	}
	if err := r.greet(ctx, v, other, from); err != nil {
		return nil, err
	}
	for i := 0; i < n; i += every {
		if err := other.write(ctx, text(tag, i)); err != nil {
			return nil, err
		}
	}
	if err := other.sent(ctx, from, text(tag, (n-1)/every*every)); err != nil {
		return nil, err
	}
	sealed, err := r.kept(ctx, v.user(), (n+every-1)/every)
	if err != nil {
		return nil, err
	}
	from.end()
	if err := r.anew(ctx, v); err != nil {
		return nil, err
	}
	var all []string
	for i := range n {
		if i%every == 0 {
			all = append(all, sealed[i/every])
		} else {
			all = append(all, letter(v.user(), tag, i))
		}
	}
	return all, nil
}

// greet has both write, so that their sessions are begun on both sides. v does not run afterwards.
func (r *run) greet(ctx context.Context, v, other *vouch, from *process) error {
	to, err := v.alone()
	if err != nil {
		return err
	}
	defer to.end()
	if err := v.online(ctx, to); err != nil {
		return err
	}
	for _, way := range []struct {
		from, to *vouch
		p        *process
	}{{other, v, to}, {v, other, from}} {
		if err := way.from.write(ctx, "hello"); err != nil {
			return err
		}
		if err := until(ctx, 20*time.Millisecond, 5*time.Second, way.p, func() (bool, error) {
			all, err := way.to.newest(ctx, 1, "")
			return len(all) == 1 && !all[0].Own && all[0].Body == "hello", ignoreMissing(err)
		}); err != nil {
			said, _ := way.from.newest(ctx, 1, "")
			return fmt.Errorf("hello of %s: %w: %+v", way.from.name, err, said)
		}
	}
	return nil
}

var (
	forwarded = regexp.MustCompile(`<message [^>]*from='` + sender + `@[^>]*>(.*?)</message>`)
	stamped   = regexp.MustCompile(`<stanza-id [^>]*/>|<(?:request|markable) [^>]*/>`) // by the server; and what would be answered
)

// kept takes the last n messages of the sender out of a user's archive, as they were sent; only receipts are not asked for, as
// they are not in messages in clear.
func (r *run) kept(ctx context.Context, user string, n int) (all []string, err error) {
	b, err := login(ctx, r.server, user, "take")
	if err != nil {
		return nil, err
	}
	defer b.close()
	err = b.page(ctx, func(text string) {
		for _, m := range forwarded.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "<encrypted ") {
				all = append(all, fmt.Sprintf("<message to='%s@%s' type='chat' id='sealed-%d'>%s</message>", user, domain, len(all), stamped.ReplaceAllString(m[1], "")))
			}
		}
	})
	if err == nil && len(all) < n {
		err = fmt.Errorf("%d encrypted messages of %d are in the archive", len(all), n)
	}
	if err != nil {
		return nil, err
	}
	return all[len(all)-n:], nil
}

// anew empties the archive of v and has it know one message that is in it: it would have to look for its place otherwise.
func (r *run) anew(ctx context.Context, v *vouch) error {
	if err := r.empty(ctx, v.user()); err != nil {
		return err
	}
	p, err := v.alone()
	if err != nil {
		return err
	}
	defer p.end()
	if err := v.online(ctx, p); err != nil {
		return err
	}
	if err := r.fill(ctx, v.user(), texts(v.user(), "anew", 1)); err != nil {
		return err
	}
	return await(ctx, v, p, "anew", 1)
}

// readdress sends stanzas to another user.
func readdress(stanzas []string, from, to string) (all []string) {
	for _, s := range stanzas {
		all = append(all, strings.Replace(s, "to='"+from+"@", "to='"+to+"@", 1))
	}
	return all
}

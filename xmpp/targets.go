package xmpp

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
)

const maxTargets = 12

// target is where a server may be reached.
type target struct {
	host     string
	port     uint16
	direct   bool
	priority uint16
	weight   uint16
}

func (t target) address() string { return net.JoinHostPort(t.host, strconv.Itoa(int(t.port))) }

// findTargets are the places to try, in order (RFC 6120 §3.2, XEP-0368 v1.1.0 §2): first the one that a server
// wants a stream to be resumed at. Like all others it has to prove that it is the domain.
func findTargets(ctx context.Context, cfg Config) ([]target, error) {
	targets, err := searchTargets(ctx, cfg)
	if at, ok := cfg.Resume.target(); ok && cfg.Host == "" {
		return append([]target{at}, targets...), nil
	}
	return targets, err
}

func searchTargets(ctx context.Context, cfg Config) ([]target, error) {
	if cfg.Host != "" {
		port := cfg.Port
		if port == 0 && cfg.DirectTLS {
			port = 5223
		}
		return []target{{host: strings.Trim(cfg.Host, "[]"), port: cmp.Or(port, 5222), direct: cfg.DirectTLS}}, nil
	}
	domain := asciiDomain(cfg)
	if domain == "" {
		return nil, fmt.Errorf("%w: no domain", ErrNoHost)
	}
	fallback := []target{{host: domain, port: 5222}}
	if domain == "localhost" || net.ParseIP(domain) != nil {
		return fallback, nil
	}
	if cfg.Proxy != nil { // SOCKS5 knows no service records, and asking beside it would tell where we are going
		return []target{{host: domain, port: 5222}, {host: domain, port: 5223, direct: true}}, nil
	}
	direct, _ := lookUp(ctx, cfg, "xmpps-client", domain)
	plain, refused := lookUp(ctx, cfg, "xmpp-client", domain)
	targets := append(direct, plain...)
	order(targets, rand.IntN)
	switch {
	case len(targets) > 0:
		return targets[:min(len(targets), maxTargets)], nil
	case refused:
		return nil, fmt.Errorf("%w: %s offers no XMPP service", ErrNoHost, domain)
	}
	return fallback, nil
}

// lookUp asks for one service. A single record with the target "." means that it is not offered (RFC 2782).
func lookUp(ctx context.Context, cfg Config, service, domain string) (targets []target, refused bool) {
	ctx, cancel := context.WithTimeout(ctx, cfg.Timing.Step)
	defer cancel()
	_, records, err := cfg.Resolver.LookupSRV(ctx, service, "tcp", domain)
	if err != nil {
		cfg.Log.Debug("no service record", "account", cfg.Address.Bare().String(), "service", service, "err", err)
	}
	for _, r := range records {
		host := strings.TrimSuffix(r.Target, ".")
		if host == "" {
			refused = true
			continue
		}
		targets = append(targets, target{host, r.Port, service == "xmpps-client", r.Priority, r.Weight})
	}
	return targets, refused && len(targets) == 0
}

// order sorts by priority, and draws among equals by weight (RFC 2782), both kinds of records together (XEP-0368 v1.1.0
// §2). intn draws a number below its argument.
func order(targets []target, intn func(int) int) {
	slices.SortStableFunc(targets, func(a, b target) int { return cmp.Compare(a.priority, b.priority) })
	for len(targets) > 1 {
		total, equal := 0, 0
		for equal < len(targets) && targets[equal].priority == targets[0].priority {
			total += int(targets[equal].weight)
			equal++
		}
		drawn := 0
		switch {
		case total == 0:
			drawn = intn(equal)
		default: // a weight of zero is drawn last, or nearly so
			for left := intn(total); left >= int(targets[drawn].weight); drawn++ {
				left -= int(targets[drawn].weight)
			}
		}
		first := targets[drawn]
		copy(targets[1:drawn+1], targets[:drawn])
		targets[0] = first
		targets = targets[1:]
	}
}

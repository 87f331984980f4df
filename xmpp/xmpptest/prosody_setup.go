package xmpptest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

const maxSocketPath = 100

func (p *Prosody) config() string  { return filepath.Join(p.dir, "prosody.cfg.lua") }
func (p *Prosody) logFile() string { return filepath.Join(p.dir, "prosody.log") }

// prepare writes certificates, configuration, accounts and rosters.
func (p *Prosody) prepare() error {
	if err := os.MkdirAll(p.DataDir, 0o700); err != nil {
		return err
	}
	var err error
	if p.authority, err = certify(p.dir, p.Domain); err != nil {
		return err
	}
	if err := p.placeSocket(); err != nil {
		return err
	}
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	p.Port, p.TLSPort, p.webPort = ports[0], ports[1], ports[2]
	if p.settings.port != 0 {
		p.Port = p.settings.port
	}
	if err := p.configure(); err != nil {
		return err
	}
	for _, user := range p.settings.users {
		if err := p.AddUser(user, user+"pass"); err != nil {
			return err
		}
	}
	return p.writeRosters()
}

// placeSocket finds a path for the admin socket that fits into the system's limit.
func (p *Prosody) placeSocket() error {
	p.socket = filepath.Join(p.dir, "shell.sock")
	if len(p.socket) < maxSocketPath {
		return nil
	}
	dir, err := os.MkdirTemp("", "vouch")
	p.socketDir, p.socket = dir, filepath.Join(dir, "shell.sock")
	return err
}

// certify puts a new authority and a certificate for domain into dir.
func certify(dir, domain string) (*Authority, error) {
	authority, err := NewAuthority()
	if err != nil {
		return nil, err
	}
	cert, err := authority.Good(domain)
	if err != nil {
		return nil, err
	}
	chain, key, err := encode(cert)
	if err != nil {
		return nil, err
	}
	for name, content := range map[string][]byte{"ca.pem": authority.PEM(), "server.crt": chain, "server.key": key} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	return authority, nil
}

// Servers listen on ports of lowestPort up to lowestPort+portSpan. Those lie below what Linux, macOS and Windows hand out
// to connections and to listeners of port 0, so nothing takes them between the look and the server's own bind, or while a
// server is stopped.
const (
	lowestPort = 10_000
	portSpan   = 20_000
	portTries  = 200
)

// freePorts finds ports that nobody listens on. They are all held until all are found.
func freePorts(n int) ([]uint16, error) {
	var ports []uint16
	for failed := 0; len(ports) < n; {
		port := uint16(lowestPort + rand.N(portSpan))
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			defer l.Close()
			ports = append(ports, port)
		} else if failed++; failed == portTries {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
	}
	return ports, nil
}

var configuration = template.Must(template.New("prosody.cfg.lua").Parse(`
pidfile = "{{.Dir}}/prosody.pid"
data_path = "{{.Data}}"
admin_socket = "{{.Socket}}"
run_as_root = true
interfaces = { "{{.Host}}" }
use_ipv6 = false
ssl = { key = "{{.Dir}}/server.key"; certificate = "{{.Dir}}/server.crt"; {{if .OldTLS}}protocol = "tlsv1_2"; {{end}}}
c2s_direct_tls_ssl = { key = "{{.Dir}}/server.key"; certificate = "{{.Dir}}/server.crt"; {{if .OldTLS}}protocol = "tlsv1_2"; {{end}}}
c2s_ports = { {{.Port}} }
c2s_direct_tls_ports = { {{.TLSPort}} }
s2s_ports = { }
s2s_direct_tls_ports = { }
http_ports = { }
https_ports = { {{if .Uploads}}{{.WebPort}}{{end}} }
{{if .Uploads}}https_ssl = { key = "{{.Dir}}/server.key"; certificate = "{{.Dir}}/server.crt" }
{{end -}}
c2s_require_encryption = true
{{if .Hash}}authentication = "internal_hashed"; password_hash = "{{.Hash}}"
{{else}}authentication = "internal_plain"
{{end -}}
{{if .NoPlain}}disable_sasl_mechanisms = { "PLAIN" }
{{end -}}
{{if .InMemory}}storage = { archive = "memory" }; storage_archive_item_limit = {{.InMemory}}; max_archive_query_results = {{.InMemory}}
{{else}}storage = "internal"
{{end -}}
log = { { levels = { min = "{{if .Quiet}}info{{else}}debug{{end}}" }; to = "file"; filename = "{{.Log}}" } }
default_archive_policy = true
archive_expires_after = "never"
smacks_hibernation_time = {{.Hibernation}}
modules_enabled = { {{range .Modules}}"{{.}}"; {{end}} }
modules_disabled = { "s2s"; {{range .Without}}"{{.}}"; {{end}} }
{{.Extra}}
VirtualHost "{{.Domain}}"
{{if .Rooms}}Component "{{.Rooms}}" "muc"
modules_enabled = { "muc_mam" }
muc_log_expires_after = "never"
{{end}}{{if .Uploads}}Component "upload.{{.Domain}}" "http_file_share"
http_host = "{{.Domain}}"
http_file_share_size_limit = {{.Uploads}}
http_file_share_daily_quota = 100 * {{.Uploads}}
{{end}}`))

func (p *Prosody) configure() error {
	s := p.settings
	var without []string
	for m := range s.without {
		without = append(without, m)
	}
	rooms := ""
	if s.rooms {
		rooms = p.Place().Rooms()
	}
	f, err := os.OpenFile(p.config(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = configuration.Execute(f, map[string]any{
		"Dir": p.dir, "Host": p.Host, "Socket": p.socket, "Data": p.DataDir, "Log": p.logFile(), "Port": p.Port, "TLSPort": p.TLSPort,
		"Hash": s.hash, "NoPlain": s.noPlain, "Hibernation": int(s.hibernation.Seconds()),
		"Modules": s.modules, "Without": without, "Extra": s.extra, "OldTLS": s.oldTLS, "Domain": s.domain,
		"InMemory": s.inMemory, "Rooms": rooms, "Quiet": s.quiet, "Uploads": s.uploads, "WebPort": p.webPort,
	})
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// AddUser makes an account, also while the server runs. With Hashed the server hashes the password at the first login.
func (p *Prosody) AddUser(name, password string) error {
	return p.store("accounts", name, fmt.Sprintf("return { [\"password\"] = %q; };\n", password))
}

func (p *Prosody) writeRosters() error {
	rosters := map[string]string{}
	for _, pair := range p.settings.friends {
		rosters[pair[0]] += fmt.Sprintf(
			"  [%q] = { [\"subscription\"] = \"both\"; [\"groups\"] = {}; [\"name\"] = %q; };\n", pair[1]+"@"+p.Domain, pair[1])
	}
	for user, entries := range rosters {
		err := p.store("roster", user, "return {\n  [false] = { [\"version\"] = 1; };\n"+entries+"};\n")
		if err != nil {
			return err
		}
	}
	return nil
}

// store writes a file as Prosody's internal storage names it.
func (p *Prosody) store(kind, user, content string) error {
	dir := filepath.Join(p.DataDir, escape(p.Domain), kind)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, escape(user)+".dat"), []byte(content), 0o600)
}

func escape(name string) string {
	var out strings.Builder
	for _, b := range []byte(name) {
		if b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02x", b)
		}
	}
	return out.String()
}

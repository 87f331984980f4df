package xmpptest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"text/template"
)

func (e *Ejabberd) config() string  { return filepath.Join(e.dir, "ejabberd.yml") }
func (e *Ejabberd) logFile() string { return filepath.Join(e.dir, "ejabberd.log") }

// ejabberdLibraries is the folder in which the system keeps ejabberd and what it is made of.
func ejabberdLibraries() (string, error) {
	found, err := filepath.Glob("/usr/lib/*/ejabberd-*/ebin")
	if err == nil && len(found) == 0 {
		err = errors.New("not installed")
	}
	if err == nil {
		_, err = exec.LookPath("erl")
	}
	if err != nil {
		return "", fmt.Errorf("no ejabberd here; run make deps: %w", err)
	}
	return filepath.Dir(filepath.Dir(found[0])), nil
}

// prepare writes certificates and configuration.
func (e *Ejabberd) prepare() error {
	if err := os.MkdirAll(e.DataDir, 0o700); err != nil {
		return err
	}
	var err error
	if e.authority, err = certify(e.dir, e.Domain); err != nil {
		return err
	}
	ports, err := freePorts(4)
	if err != nil {
		return err
	}
	e.Port, e.TLSPort, e.apiPort, e.webPort = ports[0], ports[1], ports[2], ports[3]
	rooms := ""
	if e.settings.rooms {
		rooms = e.Place().Rooms()
	}
	f, err := os.OpenFile(e.config(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(ejabberdConfiguration.Execute(f, map[string]any{
		"Domain": e.Domain, "Dir": e.dir, "Port": e.Port, "TLSPort": e.TLSPort, "API": e.apiPort,
		"Hibernation": int(e.settings.hibernation.Seconds()), "Has": e.has(), "OldTLS": e.settings.oldTLS, "OwnCerts": e.settings.ownCerts,
		"Rooms": rooms, "Captchas": e.settings.captchas, "Uploads": e.settings.uploads, "WebPort": e.webPort,
	}), f.Close(), e.prepareCaptchas())
}

// has are the modules by the names that Option uses, which are Prosody's.
func (e *Ejabberd) has() map[string]bool {
	has := map[string]bool{}
	for _, m := range e.settings.modules {
		has[m] = !e.settings.without[m]
	}
	return has
}

var ejabberdConfiguration = template.Must(template.New("ejabberd.yml").Parse(`
hosts: ["{{.Domain}}"]
loglevel: info
log_rotate_count: 0
certfiles: ["{{.Dir}}/server.crt", "{{.Dir}}/server.key"]
auth_password_format: scram
{{if .OwnCerts}}c2s_cafile: "{{.Dir}}/ca.pem"
{{end}}sql_type: sqlite
sql_database: "{{.Dir}}/archive.db"
{{if .Captchas}}captcha_cmd: "{{.Dir}}/captcha.sh"
captcha_url: "https://{{.Domain}}/captcha"
{{end -}}
disable_sasl_mechanisms: ["digest-md5", "X-OAUTH2"]
listen:
  - {port: {{.Port}}, ip: "127.0.0.1", module: ejabberd_c2s, starttls_required: true, max_stanza_size: 1048576{{if .OldTLS}}, protocol_options: ["no_tlsv1_3"]{{end}}{{if .OwnCerts}}, tls_verify: true{{end}}}
  - {port: {{.TLSPort}}, ip: "127.0.0.1", module: ejabberd_c2s, tls: true, max_stanza_size: 1048576{{if .OldTLS}}, protocol_options: ["no_tlsv1_3"]{{end}}{{if .OwnCerts}}, tls_verify: true{{end}}}
  - {port: {{.API}}, ip: "127.0.0.1", module: ejabberd_http, request_handlers: {/api: mod_http_api}}
{{- if .Uploads}}
  - {port: {{.WebPort}}, ip: "127.0.0.1", module: ejabberd_http, tls: true, request_handlers: {/upload: mod_http_upload}}
{{- end}}
acl:
  loopback: {ip: 127.0.0.0/8}
api_permissions:
  "tests": {who: {acl: loopback}, what: "*"}
modules:
  mod_admin_extra: {}
  mod_blocking: {}
  mod_caps: {}
  mod_disco: {}
  mod_http_api: {}
  mod_last: {}
  mod_ping: {}
  mod_privacy: {}
  mod_private: {}
  mod_roster: {versioning: true}
  mod_vcard: {search: false}
{{- if .Has.carbons}}
  mod_carboncopy: {}
{{- end}}
{{- if .Has.offline}}
  mod_offline: {}
{{- end}}
{{- if or .Has.mam .Rooms}}
  mod_mam: {default: {{if .Has.mam}}always{{else}}never{{end}}, assume_mam_usage: true, compress_xml: false, db_type: sql}
{{- end}}
{{- if .Rooms}}
  mod_muc: {host: "{{.Rooms}}", max_user_conferences: 1000}
  mod_muc_admin: {}
{{- end}}
{{- if .Uploads}}
  mod_http_upload: {put_url: "https://{{.Domain}}:{{.WebPort}}/upload", docroot: "{{.Dir}}/uploads", max_size: {{.Uploads}}, access: all}
{{- end}}
{{- if .Has.csi}}
  mod_client_state: {}
{{- end}}
{{- if .Has.pep}}
  mod_pubsub:
    plugins: [flat, pep]
    max_items_node: 1000
{{- end}}
{{- if .Has.smacks}}
  mod_stream_mgmt: {resend_on_timeout: if_offline, resume_timeout: {{.Hibernation}}}
{{- end}}
`))

// populate makes the accounts and rosters that the options name.
func (e *Ejabberd) populate() error {
	for _, user := range e.settings.users {
		if err := e.AddUser(user, user+"pass"); err != nil {
			return err
		}
	}
	for _, pair := range e.settings.friends {
		if pair[0] > pair[1] {
			continue // the same two
		}
		if err := e.befriend(pair[0], pair[1]); err != nil {
			return err
		}
	}
	return nil
}

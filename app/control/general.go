package control

import (
	"context"
	"runtime"
	"strings"
	"time"

	"vouch/app"
	"vouch/app/input"
)

// signInTime is how long account.add takes at the most.
const signInTime = 30 * time.Second

// general are the methods about the program and its accounts as a whole.
var general = []Method{
	answers("version", "the version of the program", func(_ context.Context, s *Server, _ none) (versionRecord, error) {
		return versionRecord{s.version, runtime.Version(), runtime.GOOS}, nil
	}),
	answers("report", "what helps with a problem, without addresses and secrets",
		func(_ context.Context, s *Server, _ none) (reportRecord, error) {
			text, err := s.service.Report(nil)
			return reportRecord{text}, err
		}),
	answers("open", "bring the window to the front, with a link or an action", open),
	answers("quit", "end the program, when everything is on disk", func(context.Context, *Server, none) (none, error) {
		return none{}, nil // Server.answer ends the program
	}),
	answers("methods", "every method with its params",
		func(_ context.Context, s *Server, _ none) (map[string]map[string]string, error) {
			return s.listMethods(), nil
		}),
	{Name: "events", About: "say what changes, until interrupted"}, // Server.serve knows it: it is a stream
	answers("status", "the accounts and how they are connected",
		func(_ context.Context, s *Server, _ none) (accountsRecord, error) {
			all, err := s.service.Status()
			accounts, err := each(all, err, newStatusRecord)
			return accountsRecord{accounts}, err
		}),
	answers("account.add", "sign in with an account, or make a new one", addAccount, waits,
		fails(app.KindNotConnected, app.KindAuth, app.KindTLS, app.KindDowngrade, app.KindConflict, app.KindRefused),
		more("It answers when the account is online, or after 30 seconds. With `not-connected` the account is kept and tried "+
			"again, unless it was to be made; with every other error nothing is added.")),
}

type versionRecord struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	OS      string `json:"os"`
}

type reportRecord struct {
	Report string `json:"report"`
}

type accountsRecord struct {
	Accounts []statusRecord `json:"accounts"`
}

type openParams struct {
	URI    string `json:"uri,omitempty" about:"an xmpp: link, which is shown; nothing is changed by it"`
	Action string `json:"action,omitempty" about:"open, new-chat or show-code, in the place of a link"`
}

func open(_ context.Context, s *Server, p openParams) (none, error) {
	if p.Action != "" {
		return none{}, s.front.Act(p.Action)
	}
	return none{}, s.front.Open(p.URI)
}

// listMethods says of each method's params whether they are "needed" or "optional".
func (s *Server) listMethods() map[string]map[string]string {
	out := map[string]map[string]string{}
	for name, m := range s.methods {
		out[name] = map[string]string{}
		for _, p := range m.Params {
			out[name][p.Name] = "optional"
			if p.Needed {
				out[name][p.Name] = "needed"
			}
		}
	}
	return out
}

type addParams struct {
	JID      string            `json:"jid"`
	Password string            `json:"password"`
	Host     string            `json:"host,omitempty" about:"where to connect to, in the place of what the domain's records say"`
	Port     uint16            `json:"port,omitempty" about:"of the host"`
	TLS      string            `json:"tls,omitempty" about:"of the host: starttls or direct"`
	CAFile   string            `json:"ca_file,omitempty" about:"a PEM file of authorities that are accepted too"`
	Proxy    string            `json:"proxy,omitempty" about:"as of account.proxy"`
	CertFile string            `json:"cert_file,omitempty" about:"a PEM file with a certificate and its key, to sign in with"`
	Register bool              `json:"register,omitempty" about:"make the account on its server first"`
	Fields   map[string]string `json:"fields,omitempty" about:"answers to what the server asks who registers"`
	Token    string            `json:"token,omitempty" about:"that of an invitation, to register by"`
}

// addAccount is AddAccount, or Register with answers that were given before.
func addAccount(ctx context.Context, s *Server, p addParams) (addedRecord, error) {
	if p.TLS != "" && p.TLS != "starttls" && p.TLS != "direct" {
		return addedRecord{}, badParam("tls", `param tls must be "starttls" or "direct"`)
	}
	who, err := input.ParseAddress(p.JID)
	if err != nil {
		return addedRecord{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, signInTime)
	defer cancel()
	add := app.AddAccount{
		JID: who, Password: p.Password, Host: p.Host, Port: p.Port, DirectTLS: p.TLS == "direct", CAFile: p.CAFile,
		Proxy: p.Proxy, CertFile: p.CertFile, Invitation: p.Token,
	}
	if !p.Register {
		return addedRecord{who}, s.service.Do(ctx, add)
	}
	err = s.service.Register(ctx, add, func(app.RegistrationForm) (map[string]string, error) { return p.Fields, nil })
	if err != nil {
		return addedRecord{}, err
	}
	if name := p.Fields["username"]; name != "" { // who it is was in the answers
		_, domain, found := strings.Cut(who, "@")
		if !found {
			domain = who
		}
		who, err = input.ParseAddress(name + "@" + domain)
	}
	return addedRecord{who}, err
}

type addedRecord struct {
	JID string `json:"jid"`
}

package control

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"runtime"
	"strings"
	"time"

	"vouch/app"
)

// signInTime is how long account.add takes at the most.
const signInTime = 30 * time.Second

// method is one entry of the table.
type method struct {
	run    func(ctx context.Context, raw json.RawMessage) (any, error) // decodes the params, calls the service, gives what to answer
	params map[string]string                                           // name → "needed" or "optional"
}

// call makes a method of a function with params of type P.
func call[P any](f func(ctx context.Context, p P) (any, error)) method {
	return method{params: described(reflect.TypeFor[P]()), run: func(ctx context.Context, raw json.RawMessage) (any, error) {
		var p P
		if err := decodeParams(raw, &p); err != nil {
			return nil, err
		}
		return f(ctx, p)
	}}
}

// do makes a method that carries out a command and answers {}.
func do[P any](s *app.Service, f func(p P) app.Command) method {
	return call(func(ctx context.Context, p P) (any, error) { return none{}, s.Do(ctx, f(p)) })
}

type none struct{}

type account struct {
	Account string `json:"account"`
}

type accountJID struct {
	Account string `json:"account"`
	JID     string `json:"jid"`
}

type accountChat struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
}

type accountChatID struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// methods is the table of CONTROL.md, apart from events, which is a stream.
func (s *Server) methods() map[string]method {
	service := s.service
	m := map[string]method{
		"version": call(func(context.Context, none) (any, error) {
			return map[string]string{"version": s.version, "go": runtime.Version(), "os": runtime.GOOS}, nil
		}),
		"status": call(func(context.Context, none) (any, error) {
			accounts, err := service.Status()
			return map[string]any{"accounts": accounts}, err
		}),
		"report": call(func(context.Context, none) (any, error) {
			text, err := service.Report(nil)
			return map[string]string{"report": text}, err
		}),
		"quit": call(func(context.Context, none) (any, error) { return none{}, nil }), // Server.answer ends the program
		"open": call(func(_ context.Context, p struct {
			URI    string `json:"uri,omitempty"`
			Action string `json:"action,omitempty"`
		}) (any, error) {
			if p.Action != "" {
				return none{}, s.front.Act(p.Action)
			}
			return none{}, s.front.Open(p.URI)
		}),
	}
	accountMethods(m, service)
	chatMethods(m, service)
	deviceMethods(m, service)
	peopleMethods(m, service)
	commandMethods(m, service)
	m["methods"] = call(func(context.Context, none) (any, error) {
		out := map[string]map[string]string{"events": {}}
		for name, one := range m {
			out[name] = one.params
		}
		return out, nil
	})
	return m
}

func accountMethods(m map[string]method, service *app.Service) {
	m["account.add"] = call(func(ctx context.Context, p struct {
		JID      string            `json:"jid"`
		Password string            `json:"password"`
		Host     string            `json:"host,omitempty"`
		Port     uint16            `json:"port,omitempty"`
		TLS      string            `json:"tls,omitempty"`
		CAFile   string            `json:"ca_file,omitempty"`
		Proxy    string            `json:"proxy,omitempty"`
		CertFile string            `json:"cert_file,omitempty"`
		Register bool              `json:"register,omitempty"`
		Fields   map[string]string `json:"fields,omitempty"`
		Token    string            `json:"token,omitempty"` // of an invitation, to register by
	}) (any, error) {
		if p.TLS != "" && p.TLS != "starttls" && p.TLS != "direct" {
			return nil, badParam("tls", `param tls must be "starttls" or "direct"`)
		}
		who, err := app.ParseAddress(p.JID)
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(ctx, signInTime)
		defer cancel()
		add := app.AddAccount{
			JID: who, Password: p.Password, Host: p.Host, Port: p.Port, DirectTLS: p.TLS == "direct", CAFile: p.CAFile,
			Proxy: p.Proxy, CertFile: p.CertFile, Invitation: p.Token,
		}
		if !p.Register {
			return map[string]string{"jid": who}, service.Do(ctx, add)
		}
		if err := service.Register(ctx, add, func(app.RegistrationForm) (map[string]string, error) { return p.Fields, nil }); err != nil {
			return nil, err
		}
		if name := p.Fields["username"]; name != "" { // who it is was in the answers
			_, domain, found := strings.Cut(who, "@")
			if !found {
				domain = who
			}
			who, err = app.ParseAddress(name + "@" + domain)
		}
		return map[string]string{"jid": who}, err
	})
	m["account.remove"] = do(service, func(p struct {
		JID         string `json:"jid"`
		KeepHistory bool   `json:"keep_history,omitempty"`
		OnServer    bool   `json:"on_server,omitempty"`
	}) app.Command {
		return app.RemoveAccount{Account: p.JID, KeepHistory: p.KeepHistory, OnServer: p.OnServer}
	})
	m["account.enable"] = do(service, func(p struct {
		JID string `json:"jid"`
		On  bool   `json:"on"`
	}) app.Command {
		return app.EnableAccount{Account: p.JID, On: p.On}
	})
	m["account.password"] = do(service, func(p struct {
		JID      string `json:"jid"`
		Password string `json:"password"`
		OnServer bool   `json:"on_server,omitempty"`
		Current  string `json:"current,omitempty"`
	}) app.Command {
		return app.ChangePassword{Account: p.JID, Password: p.Password, OnServer: p.OnServer, Current: p.Current}
	})
	m["account.proxy"] = do(service, func(p struct {
		JID   string `json:"jid"`
		Proxy string `json:"proxy"`
	}) app.Command {
		return app.SetProxy{Account: p.JID, Proxy: p.Proxy}
	})
	m["account.accept"] = do(service, func(p struct {
		JID       string `json:"jid"`
		Mechanism string `json:"mechanism"`
	}) app.Command {
		return app.AcceptLogin{Account: p.JID, Mechanism: p.Mechanism}
	})
	m["account.privacy"] = call(func(ctx context.Context, p struct {
		JID      string `json:"jid"`
		Receipts *bool  `json:"receipts,omitempty"`
		Markers  *bool  `json:"markers,omitempty"`
		Typing   *bool  `json:"typing,omitempty"`
		Devices  *bool  `json:"devices,omitempty"`
	}) (any, error) {
		now, err := service.Privacy(ctx, p.JID)
		if err != nil || p.Receipts == nil && p.Markers == nil && p.Typing == nil && p.Devices == nil {
			return now, err
		}
		for _, part := range []struct {
			to   *bool
			want *bool
		}{{&now.Receipts, p.Receipts}, {&now.Markers, p.Markers}, {&now.Typing, p.Typing}, {&now.Devices, p.Devices}} {
			if part.want != nil {
				*part.to = *part.want
			}
		}
		return now, service.Do(ctx, app.SetPrivacy{Account: p.JID, Privacy: now})
	})
	m["account.presence"] = call(func(ctx context.Context, p struct {
		JID    string   `json:"jid"`
		Show   app.Show `json:"show,omitempty"`
		Status string   `json:"status,omitempty"`
	}) (any, error) {
		if p.Show == "" && p.Status == "" {
			return service.Presence(p.JID)
		}
		return none{}, service.Do(ctx, app.SetPresence{Account: p.JID, Show: p.Show, Status: p.Status})
	})
	m["archive.prefs"] = call(func(ctx context.Context, p struct {
		Account string    `json:"account"`
		Default string    `json:"default,omitempty"`
		Always  *[]string `json:"always,omitempty"`
		Never   *[]string `json:"never,omitempty"`
	}) (any, error) {
		now, err := service.ArchivePrefs(ctx, p.Account)
		if err != nil || p.Default == "" && p.Always == nil && p.Never == nil {
			return now, err
		}
		if p.Default != "" {
			now.Default = p.Default
		}
		if p.Always != nil {
			now.Always = *p.Always
		}
		if p.Never != nil {
			now.Never = *p.Never
		}
		return service.SetArchivePrefs(ctx, p.Account, now)
	})
	m["account.active"] = do(service, func(p struct {
		On bool `json:"on"`
	}) app.Command {
		return app.SetActive{On: p.On}
	})
	m["account.idle"] = call(func(ctx context.Context, p struct {
		JID     string `json:"jid"`
		Minutes *int   `json:"minutes,omitempty"`
	}) (any, error) {
		if p.Minutes != nil {
			if err := service.Do(ctx, app.SetIdle{Account: p.JID, Minutes: *p.Minutes}); err != nil {
				return nil, err
			}
		}
		minutes, err := service.Idle(ctx, p.JID)
		return map[string]int{"minutes": minutes}, err
	})
	m["account.avatar"] = do(service, func(p struct {
		JID  string `json:"jid"`
		Path string `json:"path"`
	}) app.Command {
		return app.SetAvatar{Account: p.JID, Path: p.Path}
	})
	m["roster.list"] = call(func(_ context.Context, p account) (any, error) { return service.Roster(p.Account) })
	m["roster.add"] = do(service, func(p struct {
		Account string   `json:"account"`
		JID     string   `json:"jid"`
		Name    string   `json:"name,omitempty"`
		Groups  []string `json:"groups,omitempty"`
		Token   string   `json:"token,omitempty"`
	}) app.Command {
		return app.AddContact{Account: p.Account, JID: p.JID, Name: p.Name, Groups: p.Groups, Token: p.Token}
	})
	m["roster.edit"] = do(service, func(p struct {
		Account string    `json:"account"`
		JID     string    `json:"jid"`
		Name    *string   `json:"name,omitempty"`
		Groups  *[]string `json:"groups,omitempty"`
	}) app.Command {
		return app.EditContact{Account: p.Account, JID: p.JID, Name: p.Name, Groups: p.Groups}
	})
	m["roster.remove"] = do(service, func(p accountJID) app.Command { return app.RemoveContact{Account: p.Account, JID: p.JID} })
	m["roster.answer"] = do(service, func(p struct {
		Account string `json:"account"`
		JID     string `json:"jid"`
		Accept  bool   `json:"accept"`
	}) app.Command {
		return app.AnswerContact{Account: p.Account, JID: p.JID, Accept: p.Accept}
	})
}

func chatMethods(m map[string]method, service *app.Service) {
	m["chat.list"] = call(func(_ context.Context, p account) (any, error) { return service.Chats(p.Account) })
	m["chat.messages"] = call(func(_ context.Context, p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		Limit   int    `json:"limit,omitempty"`
		Before  string `json:"before,omitempty"`
		After   string `json:"after,omitempty"`
	}) (any, error) {
		return service.Messages(p.Account, p.Chat, p.Limit, p.Before, p.After)
	})
	m["chat.send"] = call(func(ctx context.Context, p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		Body    string `json:"body"`
		ReplyTo string `json:"reply_to,omitempty"`
	}) (any, error) {
		id, err := service.SendReply(ctx, p.Account, p.Chat, p.Body, p.ReplyTo)
		return map[string]string{"id": id}, err
	})
	m["chat.correct"] = call(func(ctx context.Context, p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		ID      string `json:"id"`
		Body    string `json:"body"`
	}) (any, error) {
		id, err := service.Correct(ctx, p.Account, p.Chat, p.ID, p.Body)
		return map[string]string{"id": id}, err
	})
	m["chat.retract"] = call(func(ctx context.Context, p accountChatID) (any, error) {
		id, err := service.Retract(ctx, p.Account, p.Chat, p.ID)
		return map[string]string{"id": id}, err
	})
	m["chat.react"] = call(func(ctx context.Context, p struct {
		Account string   `json:"account"`
		Chat    string   `json:"chat"`
		ID      string   `json:"id"`
		Emoji   []string `json:"emoji"`
		Allow   bool     `json:"allow,omitempty"`
	}) (any, error) {
		return none{}, service.React(ctx, p.Account, p.Chat, p.ID, p.Emoji, p.Allow)
	})
	m["chat.typing"] = do(service, func(p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		State   string `json:"state"`
	}) app.Command {
		return app.Typing{Account: p.Account, Chat: p.Chat, State: p.State}
	})
	m["chat.release"] = do(service, func(p accountChatID) app.Command { return app.Release{Account: p.Account, Chat: p.Chat, ID: p.ID} })
	m["chat.take-back"] = do(service, func(p accountChatID) app.Command { return app.TakeBack{Account: p.Account, Chat: p.Chat, ID: p.ID} })
	m["chat.send-again"] = do(service, func(p accountChatID) app.Command { return app.SendAgain{Account: p.Account, Chat: p.Chat, ID: p.ID} })
	m["chat.read"] = do(service, func(p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		ID      string `json:"id,omitempty"`
	}) app.Command {
		return app.MarkRead{Account: p.Account, Chat: p.Chat}
	})
	m["chat.encryption"] = do(service, func(p struct {
		Account string `json:"account"`
		Chat    string `json:"chat"`
		On      bool   `json:"on"`
	}) app.Command {
		return app.SetEncryption{Account: p.Account, Chat: p.Chat, On: p.On}
	})
	m["chat.gaps"] = call(func(_ context.Context, p struct {
		Account string `json:"account"`
		Chat    string `json:"chat,omitempty"`
	}) (any, error) {
		return service.Gaps(p.Account, p.Chat)
	})
	m["chat.older"] = call(func(ctx context.Context, p accountChat) (any, error) { return service.Older(ctx, p.Account, p.Chat) })
	m["chat.clear"] = call(func(ctx context.Context, p accountChat) (any, error) {
		removed, err := service.Clear(ctx, p.Account, p.Chat)
		return map[string]int{"removed": removed}, err
	})
}

// asError makes the JSON-RPC form of an error.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	e = &Error{Code: codeService, Message: err.Error()}
	var cause *app.Error
	if errors.As(err, &cause) {
		e.Data.Kind, e.Data.Param = string(cause.Kind), cause.Param
	}
	return e
}

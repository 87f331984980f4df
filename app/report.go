package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strconv"

	"go.etcd.io/bbolt"

	"vouch/app/report"
	"vouch/app/view"
	"vouch/trust"
)

// logRead is how much of a log is looked at, in bytes.
const logRead = 256 << 10

// Report is a text about the program, its settings and its log for somebody who looks for a mistake, without addresses, names,
// texts, keys and passwords. Window is what the window adds about itself. It reads files, so it is not for a window's main
// goroutine.
func (s *Service) Report(window []report.Line) (string, error) {
	snap, err := s.Look(view.View{})
	if err != nil {
		return "", err
	}
	out := report.Report{
		Version: fmt.Sprintf("%s, built with %s", s.opt.Version, runtime.Version()),
		System:  report.System(), Window: window,
		Log: newest(s.opt.LogFile, ".1") + newest(s.opt.LogFile, ""), Crash: newest(s.opt.Crash, ""),
	}
	known, err := s.servers()
	if err != nil {
		return "", err
	}
	for _, a := range snap.Accounts {
		known = append(known, a.JID)
		lines := accountLines(a)
		err := s.view("count for report", func(tx *bbolt.Tx) error {
			people, devices, chats, err := s.count(tx, a.JID)
			known = append(known, people...)
			lines = append(lines, report.Line{Name: "chats", Value: strconv.Itoa(chats)}, report.Line{Name: "contacts and chats", Value: strconv.Itoa(len(people))}, devices)
			return err
		})
		if err != nil {
			return "", err
		}
		out.Accounts = append(out.Accounts, lines)
	}
	out.Profile = []report.Line{
		{Name: "accounts", Value: strconv.Itoa(len(snap.Accounts))},
		{Name: "size", Value: size(s.file.Path())},
		{Name: "key protected by", Value: s.file.Protected()},
	}
	return out.Text(report.NewMask(known...)), nil
}

// accountLines are the settings of an account and how it is connected, without a word that says whose it is.
func accountLines(a *view.AccountView) []report.Line {
	failed := ""
	if a.Err != nil {
		failed = string(a.Err.Kind)
	}
	archive := ""
	if a.Archive != nil {
		archive = a.Archive.Default
	}
	yes := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	return []report.Line{
		{Name: "state", Value: string(a.State)}, {Name: "last error", Value: failed}, {Name: "signed in", Value: yes(a.Enabled)},
		{Name: "catching up", Value: yes(a.CatchingUp)}, {Name: "waiting messages", Value: strconv.Itoa(a.Waiting)}, {Name: "gaps", Value: strconv.Itoa(len(a.Gaps))},
		{Name: "own undecided devices", Value: strconv.Itoa(a.Undecided)}, {Name: "doubt", Value: a.Doubt}, {Name: "list disputed", Value: yes(a.ListAlert)},
		{Name: "proxy", Value: yes(a.Proxy != "")}, {Name: "server blocks", Value: yes(a.CanBlock)}, {Name: "server takes reports", Value: yes(a.CanReport)}, {Name: "archive keeps", Value: archive},
		{Name: "tells receipts", Value: yes(a.Privacy.Receipts)}, {Name: "tells what was read", Value: yes(a.Privacy.Markers)}, {Name: "tells typing", Value: yes(a.Privacy.Typing)},
		{Name: "away after minutes", Value: strconv.Itoa(a.IdleAfter)},
		{Name: "messages kept, days", Value: strconv.Itoa(a.Keep)},
		{Name: "files fetched unasked, megabytes", Value: strconv.Itoa(a.Unasked)},
	}
}

// servers names the servers and proxies that accounts go through, and who they are to the proxy, for the mask.
func (s *Service) servers() (known []string, err error) {
	err = s.view("name servers for report", func(tx *bbolt.Tx) error {
		accounts, err := trust.Accounts(tx, s.file.Seal())
		for _, a := range accounts {
			known = append(known, a.Host)
			if proxy, err := url.Parse(a.Proxy); err == nil {
				known = append(known, proxy.Hostname(), proxy.User.Username())
			}
		}
		return err
	})
	return known, err
}

// count names all people of an account, for the mask, and counts their devices.
func (s *Service) count(tx *bbolt.Tx, account string) (people []string, devices report.Line, chats int, err error) {
	h, ts := s.history(tx, account), s.trust(tx, account)
	all := map[string]bool{account: true}
	kept, err := h.Chats()
	if err != nil {
		return nil, devices, 0, err
	}
	contacts, err := h.Roster()
	if err != nil {
		return nil, devices, 0, err
	}
	for _, c := range kept {
		all[c.JID] = true
	}
	for _, c := range contacts {
		all[c.JID] = true
	}
	own, _, err := ts.Own()
	if err != nil {
		return nil, devices, 0, err
	}
	level, active := map[trust.Level]int{}, 0
	for who := range all {
		people = append(people, who)
		their, err := ts.Devices(who)
		if err != nil {
			return nil, devices, 0, err
		}
		for _, d := range their {
			if who == account && d.ID == own.Device {
				continue
			}
			level[d.Level]++
			if d.Active {
				active++
			}
		}
	}
	devices = report.Line{Name: "other devices", Value: fmt.Sprintf("%d active; %d undecided, %d trusted, %d verified, %d rejected", active,
		level[trust.Undecided], level[trust.Trusted], level[trust.Verified], level[trust.Rejected])}
	return people, devices, len(kept), nil
}

// newest is the end of a file, "" for none.
func newest(path, suffix string) string {
	if path == "" {
		return ""
	}
	if info, err := os.Stat(path + suffix); err != nil || !info.Mode().IsRegular() { // opening a pipe would wait
		return ""
	}
	f, err := os.Open(path + suffix)
	if err != nil {
		return ""
	}
	defer f.Close()
	cut := false
	if end, err := f.Seek(0, io.SeekEnd); err == nil && end > logRead {
		f.Seek(-logRead, io.SeekEnd)
		cut = true
	} else {
		f.Seek(0, io.SeekStart)
	}
	text, _ := io.ReadAll(io.LimitReader(f, logRead)) // as much as can be read
	if cut {                                          // half a line may hold half an address, which nothing masks
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return string(text)
}

func size(path string) string {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return ""
	}
	return fmt.Sprintf("%.1f MiB", float64(info.Size())/(1<<20))
}

package backup

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Kind says what a member holds. The words stand in files, and are never changed.
type Kind string

// The kinds of members, in the order in which they lie in a file.
const (
	Accounts Kind = "accounts" // a document
	Settings Kind = "settings" // a document
	Roster   Kind = "roster"   // rows
	Trust    Kind = "trust"    // rows
	Chats    Kind = "chats"    // rows
	Messages Kind = "messages" // rows
	Files    Kind = "files"    // a file each
)

const (
	kindManifest Kind = "manifest"
	kindEnd      Kind = "end"
)

var order = []Kind{kindManifest, Accounts, Settings, Roster, Trust, Chats, Messages, Files, kindEnd}

// rank is the place of a kind in the order of a file, or -1.
func (k Kind) rank() int { return slices.Index(order, k) }

func (k Kind) document() bool {
	return k == kindManifest || k == Accounts || k == Settings || k == kindEnd
}

// Rows tells whether members of this kind hold rows.
func (k Kind) Rows() bool { return k == Roster || k == Trust || k == Chats || k == Messages }

// Member is one of the parts that a file consists of.
type Member struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // of its bytes, in lower-case hex; "" as long as they were not all read
	Kind   Kind   `json:"-"`      // "" for one that is not known
	Part   int    `json:"-"`      // which of the parts of its rows, from 1; else 0
}

// partName is the name of a member of rows.
func partName(k Kind, part int) string {
	if part == 1 && k != Messages {
		return string(k) + ".jsonl"
	}
	return fmt.Sprintf("%s/%06d.jsonl", k, part)
}

const maxPart = 999_999

var (
	// No segment begins with a dot, none has what a shell, Windows or a terminal takes for something else.
	safeName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,99}(/[a-z0-9][a-z0-9._-]{0,99}){0,2}$`)
	fileName = regexp.MustCompile(`^files/[0-9a-f]{64}$`)
	partForm = regexp.MustCompile(`^[a-z]+/([0-9]{6})\.jsonl$`)
)

// memberOf reads a name. ok is false for one that no member may have.
func memberOf(name string, size int64) (m Member, ok bool) {
	m = Member{Name: name, Size: size}
	if !safeName.MatchString(name) {
		return m, false
	}
	if fileName.MatchString(name) {
		m.Kind = Files
		return m, true
	}
	word, _, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(name, ".json"), ".jsonl"), "/")
	k := Kind(word)
	switch {
	case k.document() && name == word+".json":
		m.Kind = k
	case k.Rows():
		part := 1
		if p := partForm.FindStringSubmatch(name); p != nil {
			part, _ = strconv.Atoi(p[1])
		}
		if part >= 1 && partName(k, part) == name {
			m.Kind, m.Part = k, part
		}
	}
	return m, true
}

// most is how large a member may be.
func (m Member) most(l limits) int64 {
	switch {
	case m.Kind == kindEnd:
		return l.end
	case m.Kind.document(), m.Kind.Rows():
		return PartSize
	}
	return l.file
}

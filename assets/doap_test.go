package assets

import (
	"encoding/xml"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// supported is one specification of the file.
type supported struct {
	XEP struct {
		At string `xml:"http://www.w3.org/1999/02/22-rdf-syntax-ns# resource,attr"`
	} `xml:"https://linkmauve.fr/ns/xmpp-doap# xep"`
	Status  string `xml:"https://linkmauve.fr/ns/xmpp-doap# status"`
	Version string `xml:"https://linkmauve.fr/ns/xmpp-doap# version"`
	Note    string `xml:"https://linkmauve.fr/ns/xmpp-doap# note"`
}

// TestWhatIsSaidToBeSpokenIs holds the file against the first sentences of the packages, and against the versions that the
// code names.
func TestWhatIsSaidToBeSpokenIs(t *testing.T) {
	data, err := os.ReadFile("vouch.doap")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		All []struct {
			XEP *supported `xml:"https://linkmauve.fr/ns/xmpp-doap# SupportedXep"`
		} `xml:"Project>implements"`
	}
	if err := xml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	said := map[string]supported{}
	last := ""
	for _, i := range file.All {
		if i.XEP == nil {
			continue // an RFC
		}
		number := strings.TrimSuffix(strings.TrimPrefix(i.XEP.XEP.At, "https://xmpp.org/extensions/xep-"), ".html")
		name := "XEP-" + number
		if !regexp.MustCompile(`^\d{4}$`).MatchString(number) || name <= last {
			t.Errorf("%s after %s", i.XEP.XEP.At, last)
		}
		if i.XEP.Status != "complete" && (i.XEP.Status != "partial" || i.XEP.Note == "") {
			t.Errorf("%s is %q, noted %q", name, i.XEP.Status, i.XEP.Note)
		}
		said[name], last = *i.XEP, name
	}
	packages, versions := spoken(t)
	for name, dir := range packages {
		if _, ok := said[name]; !ok {
			t.Errorf("%s implements %s, which the file does not name", dir, name)
		}
	}
	for name, s := range said {
		switch named := versions[name]; {
		case len(named) == 0:
			t.Errorf("%s is named in no code", name)
		case !slices.Contains(named, s.Version):
			t.Errorf("%s is said to be of version %q, the code says %q", name, s.Version, named)
		}
	}
	if len(packages) < 20 {
		t.Errorf("only %d packages say what they implement", len(packages))
	}
}

// spoken reads what packages say that they implement, and in which versions the code names specifications.
func spoken(t *testing.T) (packages map[string]string, versions map[string][]string) {
	t.Helper()
	packages, versions = map[string]string{}, map[string][]string{}
	implements := regexp.MustCompile(`(?m)^// Package \w+ implements (XEP-\d{4}): `)
	named := regexp.MustCompile(`(XEP-\d{4}) v(\d+(?:\.\d+)*)`)
	for _, top := range []string{"../xmpp", "../app", "../crypto", "../ui"} {
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "xmpptest") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if m := implements.FindSubmatch(text); m != nil {
				packages[string(m[1])] = filepath.Dir(path)
			}
			for _, m := range named.FindAllSubmatch(text, -1) {
				versions[string(m[1])] = append(versions[string(m[1])], string(m[2]))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return packages, versions
}

// TestReadmeNamesTheSame holds the README's table against the file: what one says that is spoken, the other says too.
func TestReadmeNamesTheSame(t *testing.T) {
	file, err := os.ReadFile("vouch.doap")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var inFile, inTable []string
	for _, m := range regexp.MustCompile(`extensions/xep-(\d{4})\.html`).FindAllStringSubmatch(string(file), -1) {
		inFile = append(inFile, m[1])
	}
	for _, m := range regexp.MustCompile(`(?m)^\| XEP-(\d{4}) \|`).FindAllStringSubmatch(string(readme), -1) {
		inTable = append(inTable, m[1])
	}
	if !slices.IsSorted(inTable) {
		t.Errorf("the table is not in order: %q", inTable)
	}
	for _, n := range inTable {
		if !slices.Contains(inFile, n) {
			t.Errorf("XEP-%s is in the README alone", n)
		}
	}
	for _, n := range inFile {
		if !slices.Contains(inTable, n) && !strings.Contains(string(readme), "XEP-"+n) {
			t.Errorf("XEP-%s is in the file alone", n)
		}
	}
}

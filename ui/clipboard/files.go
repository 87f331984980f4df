package clipboard

import (
	"net/url"
	"path/filepath"
	"strings"
)

// gnomeFiles is the kind in which file managers say also whether files are to be copied or moved: in a line before the list.
const gnomeFiles = "x-special/gnome-copied-files"

// filesIn gives the files of this computer in a list (RFC 2483 §5), which may have such a line before it, and counts what was left
// out. What is to be moved is taken as copied: it stays where it is.
func filesIn(list string) (files []string, left int) {
	for i, line := range strings.FieldsFunc(list, func(r rune) bool { return r == '\r' || r == '\n' || r == 0 }) {
		if strings.HasPrefix(line, "#") || i == 0 && (line == "copy" || line == "cut") {
			continue
		}
		path, ok := localFile(line)
		if !ok || len(files) == MaxFiles {
			left++
			continue
		}
		files = append(files, path)
	}
	return files, left
}

// localFile is the path that a URI names on this computer (RFC 8089 §2), decoded once.
func localFile(uri string) (path string, ok bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Opaque != "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", false
	}
	if u.Host != "" && !strings.EqualFold(u.Host, "localhost") { // that of another computer
		return "", false
	}
	path = filepath.FromSlash(u.Path)
	return path, filepath.IsAbs(path) && !strings.ContainsRune(path, 0)
}

// uriOf is the URI of a file of this computer.
func uriOf(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}

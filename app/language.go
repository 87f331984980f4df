package app

import (
	"slices"
	"strings"
)

// mostLanguages of the user are heeded.
const mostLanguages = 10

// Languages are those that the environment names, as BCP 47 writes them, the best first: the list LANGUAGE, then the first of
// LC_ALL, LC_MESSAGES and LANG that is set, as gettext has it; system is what the operating system says, for where the
// environment says nothing. get is os.Getenv.
func Languages(get func(string) string, system string) (out []string) {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale = get(name); locale != "" {
			break
		}
	}
	if locale == "" {
		locale = system
	}
	names := []string{locale}
	if tag(locale) != "" || locale == "" { // who wants no language at all wants no list either
		names = append(strings.Split(get("LANGUAGE"), ":"), locale)
	}
	for _, name := range names {
		if t := tag(name); t != "" && !slices.Contains(out, t) && len(out) < mostLanguages {
			out = append(out, t)
		}
	}
	return out
}

// scripts are how locales name the script of a language.
var scripts = map[string]string{"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}

// tag is a locale, such as de_AT.UTF-8@euro, as a language tag, "" for none.
func tag(locale string) string {
	name, modifier, _ := strings.Cut(locale, "@")
	name, _, _ = strings.Cut(name, ".")
	if name == "C" || name == "POSIX" || len(name) > 35 { // RFC 5646 §4.4.1
		return ""
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' })
	if script := scripts[modifier]; script != "" && len(parts) > 0 {
		parts = slices.Insert(parts, 1, script)
	}
	for _, p := range parts {
		if strings.Trim(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			return ""
		}
	}
	return strings.Join(parts, "-")
}

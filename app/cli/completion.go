package cli

import (
	"fmt"
	"strings"

	"vouch/app/control"
)

// Completions are what shells read to complete a command line, by the names of the files.
func Completions() map[string]string {
	return map[string]string{"vouch.bash": bash(), "_vouch": zsh(), "vouch.fish": fish()}
}

func methodNames() (names []string) {
	for _, m := range control.Methods() {
		names = append(names, m.Name)
	}
	return names
}

func bash() string {
	var words, cases strings.Builder
	for _, o := range options {
		words.WriteString(" --" + o.name)
		does := map[string]string{"dir": bashFiles("-d"), "file": bashFiles("-f")}[o.files]
		if o.values != nil {
			does = fmt.Sprintf("COMPREPLY=($(compgen -W '%s' -- \"$cur\"))", strings.Join(o.values, " "))
		}
		if o.arg != "" {
			fmt.Fprintf(&cases, "\t--%s)\n\t\t%s\n\t\treturn\n\t\t;;\n", o.name, strings.TrimSpace(does+" "))
		}
	}
	return `# Completions of vouch for bash. Written by the command line's table: go generate ./app/cli
_vouch() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word
	COMPREPLY=()
	if [ "$cur" = = ]; then # --theme=dark is three words here
		cur=
	elif [ "$prev" = = ] && [ "$COMP_CWORD" -ge 2 ]; then
		prev=${COMP_WORDS[COMP_CWORD-2]}
	fi
	case $prev in
` + strings.ReplaceAll(cases.String(), "\t\t\n", "\t\t:\n") + `	ctl | --stdin)
		COMPREPLY=($(compgen -W '--stdin ` + strings.Join(methodNames(), " ") + `' -- "$cur"))
		return
		;;
	esac
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[ "$word" != ctl ] || return
	done
	COMPREPLY=($(compgen -W 'ctl` + words.String() + `' -- "$cur"))
}
complete -F _vouch vouch
`
}

// bashFiles completes names of files or folders, which may hold spaces.
func bashFiles(kind string) string {
	return "mapfile -t COMPREPLY < <(compgen " + kind + " -- \"$cur\")\n\t\tcompopt -o filenames 2> /dev/null"
}

func zsh() string {
	var b strings.Builder
	b.WriteString("#compdef vouch\n# Completions of vouch for zsh. Written by the command line's table: go generate ./app/cli\n_vouch() {\n\tlocal -a methods\n\tmethods=(\n\t\t'--stdin:params as JSON on standard input'\n")
	for _, m := range control.Methods() {
		fmt.Fprintf(&b, "\t\t'%s:%s'\n", m.Name, quoted(m.About))
	}
	b.WriteString("\t)\n\tlocal state\n\t_arguments -s \\\n")
	for _, o := range options {
		fmt.Fprintf(&b, "\t\t'--%s[%s]%s' \\\n", o.name, strings.NewReplacer("[", "(", "]", ")", ":", ",").Replace(quoted(o.about)), zshArg(o))
	}
	b.WriteString("\t\t'1:command:(ctl)' \\\n\t\t'2:method:->method' \\\n\t\t'*::' && return\n\t[ \"$state\" = method ] && _describe method methods\n}\n_vouch \"$@\"\n")
	return b.String()
}

func zshArg(o option) string {
	switch {
	case o.arg == "":
		return ""
	case o.values != nil:
		return ":" + o.arg + ":(" + strings.Join(o.values, " ") + ")"
	case o.files == "dir":
		return ":" + o.arg + ":_files -/"
	case o.files == "file":
		return ":" + o.arg + ":_files"
	}
	return ":" + o.arg + ": "
}

func quoted(text string) string { return strings.ReplaceAll(text, "'", `'\''`) }

func fish() string {
	var b strings.Builder
	b.WriteString("# Completions of vouch for fish. Written by the command line's table: go generate ./app/cli\ncomplete -c vouch -f\n")
	for _, o := range options {
		fmt.Fprintf(&b, "complete -c vouch -n 'not __fish_seen_subcommand_from ctl' -l %s -d '%s'%s\n", o.name, strings.ReplaceAll(o.about, "'", `\'`), fishArg(o))
	}
	b.WriteString("complete -c vouch -n 'not __fish_seen_subcommand_from ctl' -a ctl -d 'call a running Vouch'\n")
	for _, m := range control.Methods() {
		fmt.Fprintf(&b, "complete -c vouch -n '__fish_seen_subcommand_from ctl' -a %s -d '%s'\n", m.Name, strings.ReplaceAll(m.About, "'", `\'`))
	}
	return b.String()
}

func fishArg(o option) string {
	switch {
	case o.arg == "":
		return ""
	case o.values != nil:
		return " -xa '" + strings.Join(o.values, " ") + "'"
	case o.files == "dir":
		return " -xa '(__fish_complete_directories)'"
	case o.files == "file":
		return " -rF"
	}
	return " -x"
}

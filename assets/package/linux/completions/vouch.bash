# Completions of vouch for bash. Written by the command line's table: go generate ./app/cli
_vouch() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word
	COMPREPLY=()
	if [ "$cur" = = ]; then # --theme=dark is three words here
		cur=
	elif [ "$prev" = = ] && [ "$COMP_CWORD" -ge 2 ]; then
		prev=${COMP_WORDS[COMP_CWORD-2]}
	fi
	case $prev in
	--profile)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		compopt -o filenames 2> /dev/null
		return
		;;
	--action)
		COMPREPLY=($(compgen -W 'open new-chat show-code' -- "$cur"))
		return
		;;
	--theme)
		COMPREPLY=($(compgen -W 'light dark system' -- "$cur"))
		return
		;;
	--title)
		:
		return
		;;
	--log)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		compopt -o filenames 2> /dev/null
		return
		;;
	ctl | --stdin)
		COMPREPLY=($(compgen -W '--stdin account.accept account.active account.add account.avatar account.enable account.highlights account.idle account.password account.presence account.privacy account.profile account.proxy account.remove account.unasked archive.prefs backup.create backup.list backup.restore backup.verify chat.answer-keys chat.ask-again chat.clear chat.correct chat.encryption chat.export chat.gaps chat.keep chat.list chat.messages chat.missed chat.older chat.react chat.read chat.release chat.retract chat.send chat.send-again chat.send-copies chat.take-back chat.typing chat.voice command.list command.run devices.check devices.expected devices.fetch devices.keep devices.list devices.log devices.look devices.name devices.page devices.policy devices.remove devices.renew devices.repair devices.scan devices.tell devices.timeline devices.trust devices.uri devices.verify events files.clear files.drop files.fetch files.forward files.list files.open files.save files.send files.stop files.usage history.clear invite.list invite.make invite.withdraw methods open people.avatar people.block people.blocked people.profile people.unblock quit report rooms.affiliate rooms.affiliated rooms.avatar rooms.browse rooms.configure rooms.create rooms.destroy rooms.ignore rooms.invite rooms.join rooms.leave rooms.level rooms.members rooms.moderate rooms.nick rooms.puzzle rooms.role rooms.solve rooms.subject roster.add roster.answer roster.edit roster.list roster.remove search status version' -- "$cur"))
		return
		;;
	esac
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[ "$word" != ctl ] || return
	done
	COMPREPLY=($(compgen -W 'ctl --profile --background --headless --action --theme --title --log --debug --version --help' -- "$cur"))
}
complete -F _vouch vouch

package words

// UnblockWord names the server where it is blocked as a whole.
func UnblockWord(chat, by string) string {
	if by == chat {
		return Tr("menu.unblock")
	}
	return Tr("menu.unblockServer", "Host", OneLine(by, NameRunes))
}

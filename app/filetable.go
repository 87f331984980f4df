package app

var fileTable = []Spec{
	gives("files.send", "send a file of this computer", (*Service).sendFile, fails(KindNotFound, KindConflict, KindTooBig),
		more("It answers when the file was read; what becomes of it is the `state` of its message, and how far it is its `file`.")),
	gives("", "send what was pasted", (*Service).sendContent, fails(KindTooBig)), // a script has a file
	gives("files.forward", "send the file of a message to another chat", (*Service).forwardFile, fails(KindConflict, KindTampered),
		more("It goes under a key of its own, and encrypted wherever that chat is.")),
	does("files.fetch", "fetch the file of a message", (*Service).fetchFile, fails(KindConflict), more("It answers at once; how far it is is the message's `file`.")),
	does("files.stop", "stop fetching a file, or take one back that is being sent", (*Service).stopFile, fails(KindConflict)),
	does("files.save", "write the file of a message to a file of yours", (*Service).saveFile, fails(KindConflict, KindTampered)),
	gives("files.list", "pictures, sound, files and links of a chat, the newest first", (*Service).listFiles, fails(KindNotFound), more("A page may be short though there are more: `next` tells.")),
	gives("files.usage", "how much the files of each chat take on this computer", (*Service).fileUsage),
	does("files.clear", "take copies of files away that are here, of a chat or of all, by age", (*Service).clearFiles,
		more("The messages stay. What nobody else has yet stays too.")),
	gives("files.open", "make a copy of the file of a message for another program to open", (*Service).openFile, fails(KindConflict, KindProgram, KindTampered),
		more("It opens nothing itself. The copy goes when Vouch ends, after 24 hours, and with the file; what may run when it is opened is only saved.")),
	does("files.drop", "take the copy of a file away that is here", (*Service).dropCopy, fails(KindConflict), more("The message stays. The file can be fetched again while its server has it.")),
}

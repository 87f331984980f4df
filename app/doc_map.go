// # The map
//
// map_test.go holds that each file is here, once.
//
//	The account and its loop
//	account.go         | the account, its loop, one event at a time
//	conn.go            | the stream, or the try to get one
//	facts.go           | what holds for one stream
//	settings.go        | the account's settings, changed in one place
//	connect.go         | connecting, and when to try again
//	stream.go          | the beginning and the end of a stream
//	connecterror.go    | why there is none
//	config.go          | how to connect
//	proxy.go           | SOCKS5
//	token.go           | tokens instead of the password, and the name of this installation
//	machine.go         | sleep, and networks that change
//	discover.go        | what our account offers
//	ask.go             | questions to the network, and their answers
//	door.go            | the account as its rooms see it
//	iq.go              | questions of others
//	aside.go           | what cannot be handled is set aside
//
//	Incoming messages
//	receive.go         | who wrote what to whom
//	roomintake.go      | what comes from rooms
//	seat.go            | who wrote what in a room
//	mention.go         | what names the user in rooms
//	ignore.go          | who is ignored in rooms
//	together.go        | messages that wait share a transaction
//	intake.go          | all steps of a message, in order
//	content.go         | what a sender has said
//	words.go           | words in clear
//	decrypt.go         | words under encryption
//	effort.go          | what decrypting may cost
//	things.go          | what is for people and is no text
//	arrival.go         | known or new, and the row of it
//	reply.go           | answers
//	correct.go         | corrections
//	retract.go         | retractions
//	moderate.go        | what rooms take away
//	react.go           | reactions
//	late.go            | changes that come before what they change
//	refs.go            | references that come before what they name
//	stamps.go          | which stamps are believed
//	broken.go          | what does not decode
//	copies.go          | what could not be read is asked for, and sent again
//	privacy.go         | receipts and markers, and who is told
//	typing.go          | chat states
//	displayed.go       | how far our devices have read
//
//	The archive
//	archive.go         | the account's archive, and how far it was read
//	pager.go           | a page of an archive
//	catchup.go         | what was missed
//	cursor.go          | the place in an archive moves
//	older.go           | what was written before the first row
//	olderpage.go       | a page of it
//	parts.go           | a page is taken in by parts
//	archiveorder.go    | rows in the order of the archive
//	roomarchive.go     | the archives of rooms
//	archiveprefs.go    | what the archive keeps
//
//	Outgoing messages
//	outbox.go          | the loop's copy of the outbox
//	compose.go         | transaction A, and what the user does with what waits
//	send.go            | what can be written now
//	roomsend.go        | what holds for rooms
//	write.go           | transaction B
//	letter.go          | a message before it is encrypted
//	stanza.go          | the bytes of an entry
//	unacked.go         | what was on its way when a stream ended
//	resume.go          | whether a stream may go on
//	finish.go          | out of the outbox; transaction C
//	evidence.go        | what is known about where a message is
//	takeout.go         | what must not leave any more
//	limit.go           | how large a stanza may be
//	blame.go           | what ends streams
//	alone.go           | suspects leave alone
//
//	Devices and keys
//	devices.go         | what this run knows of devices, and of todos
//	devicelist.go      | PEP events, and publishing our own list
//	lists.go           | how long a device list counts, and who is asked
//	todo.go            | what must be asked and published
//	bundles.go         | bundles, ours and those of others
//	ownkeys.go         | our own keys, made and checked
//	own.go             | our own devices
//	retire.go          | a device says goodbye
//	repair.go          | sessions begun anew
//	keyring.go         | what package keys hands back, in the chats
//	decide.go          | decisions, undo and policies
//	code.go            | codes, links and pages, made and read
//	keycards.go        | cards with keys in messages
//	fetch.go           | pages of fingerprints on the web
//
//	People
//	people.go          | what the room people is told to do
//	presence.go        | our own presence
//	idle.go            | away after a while
//	invite.go          | invitations
//	inviteserver.go    | invitations that our server makes
//	adhoc.go           | ad-hoc commands
//	register.go        | accounts made, changed and removed on a server
//
//	Rooms
//	rooms.go           | what the rooms of the account are told to do
//	roomforms.go       | lists and forms of rooms
//	roomnews.go        | rows about what happened in rooms
//	roomcommands.go    | commands about rooms
//	roomtable.go       | their lines of the table
//	roompictures.go    | pictures of rooms
//	roompuzzles.go     | what rooms want solved
//
//	Files
//	files.go           | a file is attached, fetched, dropped
//	fileweigh.go       | how large a file is as it would be sent
//	fileclear.go       | a file in clear: saved, or copied for another program
//	transfers.go       | files on their way
//	place.go           | where our server takes files
//	fileintake.go      | a message that stands for a file
//	filepicture.go     | the picture of a message as it is drawn
//	filesound.go       | the sound of a message as it is played
//	filelist.go        | what a chat has beside words
//	filestore.go       | what the files take here, and clearing them
//	filecommands.go    | commands about files
//	filetable.go       | their lines of the table
//
//	The service
//	service.go         | the Service: accounts and options
//	migrate.go         | what earlier versions stored is rewritten
//	accounts.go        | accounts added and removed
//	command.go         | what a command is
//	table.go           | all commands
//	accountcommands.go | commands about accounts
//	peoplecommands.go  | commands about people
//	chatcommands.go    | commands about chats
//	keycommands.go     | commands about keys
//	commands.go        | what some of them do
//	address.go         | addresses as people write them
//	language.go        | the user's languages
//	errors.go          | errors and their kinds
//	report.go          | problem reports
//	backupcommands.go  | commands about backups, and their lines of the table
//	backuprows.go      | the rows of a backup
//	backup.go          | a backup is made, listed, verified
//	backupfill.go      | what goes into one
//	restore.go         | a backup is taken into the profile, in slices
//	restorerows.go     | its rows, one after the other
//	restoremessage.go  | its messages, beside those that are here
//	restoremerge.go    | of two rows of one message one is made
//	restorefiles.go    | its files
//	restoreend.go      | accounts, archives and chats, once all rows are here
//	restored.go        | what comes again of what a backup has brought
//
//	Looking
//	watch.go           | who waits for changes
//	look.go            | a snapshot, made by package view
//	reading.go         | what scripts read
//	search.go          | messages with words in them
//	texts.go           | texts are collected, to be searched
//	clearing.go        | messages are deleted: when the user says so, and by age
//	export.go          | chats are written into files in clear
//	exportrows.go      | their rows, in slices
//
//	Packages of the service layer beside this one, which never import it but for control
//	backup/            | the file of a backup, written and read: members and rows, whatever they mean
//	export/            | chats as pages for browsers, Markdown or JSON lines, from rows and readers
//	fault/             | errors and their kinds
//	loop/              | the door of the loop, for rooms
//	files/             | the store of files beside the database, uploads and downloads; files/aesgcm encrypts, files/clean takes out of
//	                   | pictures where they were taken, files/filename makes names safe, files/picture
//	                   | decodes pictures for the screen, files/sound reads and writes voice messages
//	history/           | chats, messages, outbox and todos in the file
//	imports/           | the histories of Dino, Gajim and Conversations, read as records of its own
//	input/             | addresses, links and lines as people write them
//	keys/              | codes, pages, decisions, policies and own devices, within a transaction
//	rooms/             | group chats: who is there, who belongs to them, bookmarks
//	people/            | other people: roster, presence, pictures, profiles, the block list
//	plan/              | what a message needs, or for whom it is encrypted
//	search/            | texts folded, and what is asked for found in them
//	view/              | snapshots for windows, and what is published for them
//	web/               | pages and files by https
//	control/, cli/     | the socket, and the program that asks it
//
// # Where something new goes
//
// A kind of chat: its word in history/chatkind.go; who reads it in plan/audience.go; who wrote an arrival of it, and that it is one,
// in receive.go (describe) and as a step of takeIn (intake.go); its archive, if it has one, gets a place by its address
// (history/archive.go) and asks with a pager (pager.go); what a window is told of it in view/chat.go.
//
// A kind of message: what its sender says as a field of content (content.go), read in contentOf; its step in takeIn or in
// takeClear (words.go), in the order that intake.go explains; its row's Kind or Notice in history; its predicates there
// (Said, …) decide whether it can be answered, reacted to, corrected; what leaves of it is written in letterOf (letter.go).
//
// A stanza that is no message: a package below xmpp that is named for what it does; an IQ of others in iq.go, a PEP event in
// devicelist.go (receiveEvent), a presence in people/presence.go; a question of ours with Ask or, for a command, loop.AskFor (loop/ask.go). What must
// be sent for certain is an entry with a Purpose of its own (history/outbox.go, stanza.go); what must be asked until it is
// done is a todo (history/todo.go, todo.go). What holds for one stream is a field of facts.
//
// A command: its type with documentation and tags in one of the files of commands, and its line in table.go. The Service, the
// socket, its reference, man page and completions follow from that.
//
// What an account decides about keys: a method of keys.Keyring and its table, without a server; app opens the transaction on the
// loop, appends the rows that it hands back (keyring.go), and tells who watches.
//
// A setting of accounts: a field of trust.Account, a command whose effect goes through configure (settings.go), and if it is
// shown a field of view.Settings and of view.AccountView.
//
// A page of the window: a room below ui, which is handed its part of the snapshot; see the documentation of package ui.
package app

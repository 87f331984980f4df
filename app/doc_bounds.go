// # What strangers can make us do
//
// Anybody can write to an address. These are the bounds of what that costs; bounds_test.go names the test of each. A stranger is
// whoever is no contact and was never written to.
//
//	ask      | of their server: nothing, until the user answers or looks at their devices (keys.MayAsk)
//	ask      | of anybody because of unknown devices: the list of one who may be asked, once a minute (listPause)
//	tell     | presence, receipts, markers, typing, versions, times: nothing (tells)
//	todo     | nothing; what an older version noted is dropped (readTodos)
//	memory   | presence: none (people.notePresence); 50 resources of a contact; 100 requests to see ours
//	memory   | refusals about keys: 1,000 people whom the user wrote to or looked at (maxRefusals)
//	work     | an ordinary message's for each, and about a second more for all strangers together, which fills up in a
//	         | hundred (effort.go); 4 different keys of a message (keysTried); 25,000 units a message (crypto.MostWork)
//	work     | a picture: its pixels, and 50 scans of a progressive JPEG (trust/bitmap)
//	devices  | 200 of a JID that nobody has decided on, and of one device id 3 former keys (trust.maxRows, formerKeys)
//	log      | 200 lines about the keys of a JID of which nothing was decided, and 5,000 of all of them (trust/sighting.go)
//	prekeys  | 1,000 used ones kept (trust.MaxUsed); a message is readable as long as its prekey is among them
//	rows     | of texts: each one, since nothing vanishes; of the rest: one line a day for all strangers (countStrangers)
//	rows     | of contacts: what nobody knows is counted in one row (countAgain); invitations that rooms make in their name,
//	         | 10 among the newest 20 rows (mostNamed)
//	refs     | to a message that is not here: 50, of 500 messages of a chat (history.AddRef); 20 changes of one (history.AddLate);
//	         | of a stranger who never wrote: none
//	text     | a subject 1,000 bytes, a reason 1,024, a link 2,048, a name of something unknown 200
//	reaction | 10 of a person to a message, 20 letters or emoji of 256 bytes each
//	stanza   | 1 MiB, 100 deep, 20,000 tokens (xmpp/framer.go)
package app

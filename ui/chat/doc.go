// Package chat is the room of the window that shows a conversation: header, rows, bars about what needs an answer, the line that
// says who could read a message, and the composer.
//
// Room is shown every snapshot (Show) and draws its Chat and Rows. rowBook turns rows of the snapshot into rows of ui/timeline,
// where one that looks as before stays the same pointer and is not measured again. Texts go to the service for the chat that is on
// the screen, and come back as rows of a later snapshot; a text that begins with /omemo is a command, whose answer only the user
// sees. A voice message that is made stands in the place of the composer's field (voice.go). Where the room leads to another one, it does so by Elsewhere.
package chat

// Package export writes chats into a folder of files in clear that need no Vouch to be read: pages for any browser, Markdown, or
// JSON lines.
//
// It is handed chats, their messages as iterators and files as readers, knows no database and no loop, and starts nothing: Write
// returns when everything is on the disk. It keeps one message in memory, and for each chat the names of its pages.
//
// The folder is new, and called by its date. It is made under a name that ends in .part, which goes when the last byte is on the
// disk; nothing that was there before is touched. Whatever ends an export early, the context as well, takes the folder away again.
// What a crash leaves is a folder whose name ends in .part.
//
// All words of a chat are somebody else's: pages escape them, run no script and fetch nothing (htmlpage.go), Markdown has a
// backslash before all that could be markup (marktext.go), names of files are cleaned and numbered. What may run when it is opened
// is not linked.
//
// assets/docs/export.md describes what is written, and each field of the JSON lines.
package export

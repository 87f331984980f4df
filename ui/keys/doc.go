// Package keys is the room of the window that is about keys: the Encryption tabs of contacts and of the own account with the
// timelines behind them, codes to show and to read, pages of fingerprints, and what is asked when a device is new, lost or changed.
//
// Room is shown every snapshot (Show) and gives the page that the window puts beside the list of chats (Tab). The tabs draw the
// snapshot's Devices; a timeline reads its moments itself, whenever the snapshot says that there are more. Codes and pages of
// fingerprints cover the window, and what they change waits for a button of their own: nothing is decided by looking, and nothing
// by Enter. Where the room leads to another one, it does so by Elsewhere.
package keys

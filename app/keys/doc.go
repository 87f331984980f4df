// Package keys is what an account knows and does about keys within one transaction: it makes codes and pages and holds those of
// others against what is known, records decisions and takes them back, lets policies decide, and keeps the own devices in
// order. It opens no transaction and asks nobody. Package app does, on the loop of the account, and then does what has to
// follow: todos and outbox entries lie in the file by then, and rows for a chat are handed back to be put where they belong.
package keys

// Package aesgcm encrypts files for an upload and reads what others have uploaded so (XEP-0454 v0.1.0): AES-256-GCM (NIST SP
// 800-38D) in pieces, so that a file of any size takes no more memory than a piece, and the links that name such a file together
// with its key.
//
// The package knows no network and no disk. Nothing that it decrypts may be shown before Check has held the tag against all of it:
// a Reader decrypts what it is given, whatever it is.
package aesgcm

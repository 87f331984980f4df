// Package qr brings pictures to be searched for codes: from a camera, the screen, the clipboard and files. It decides
// nothing about what it reads; vouch/trust/qr finds the codes in a picture.
package qr

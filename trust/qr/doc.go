// Package qr draws QR codes and reads them in pictures. It knows nothing of what is in them.
//
// Read takes the time it needs, for pictures that are looked at once. FrameReader is for what a camera sees, which is turned,
// tilted, blurred and noisy: it finds the three marks in the corners by their proportions, lays a grid in perspective over
// the picture that is moved until everything that is the same in all codes of its size lies where it should, and reads each
// module from the grays under it, less what the modules round it have put into it. The bits are decoded by gozxing.
package qr

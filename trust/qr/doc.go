// Package qr draws QR codes and reads them in pictures. It knows nothing of what is in them.
package qr

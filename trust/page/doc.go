// Package page reads and makes pages of fingerprints: what somebody publishes so that others can check the keys of their
// devices, as plain text, Markdown or HTML. It takes text and gives fingerprints; what they are compared with, and what
// comes of it, is not known here.
package page

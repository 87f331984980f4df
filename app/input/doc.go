// Package input reads what people and other programs hand over as text, before anything is made of it: addresses, links and
// lines. What is no good comes back as an error of package fault.
package input

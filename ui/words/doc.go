// Package words turns values into words for people, in the language of the user: errors, names, devices, decisions, dates.
//
// The words themselves stand in assets/translations; Tr and Trn fetch them by their key. What others have written passes OneLine,
// Many or BodyLine before it stands beside words of ours, and Tr isolates what it puts into a sentence, so that neither hidden
// letters nor a change of direction reach further than their place. No function here waits or draws; all may be called on any
// goroutine once the translations are loaded (assets.LoadWords).
package words

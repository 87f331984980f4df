// Package forms shows the forms of servers, with their pictures (XEP-0004, XEP-0158), and keeps what is typed into them. It asks
// nobody: whoever shows a Page sends its Answers.
package forms

// Package uitest helps to test the window and its rooms: a service that writes down what it is asked for, scenes that a service would
// have shown, and hands that press and read. No program imports it.
//
// Everything happens on the goroutine of the test: CarryOut and Await do what Watch does with orders, and the test calls show.
package uitest

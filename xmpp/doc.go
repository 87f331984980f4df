// Package xmpp is one client stream: it dials, proves the server by TLS, logs in, binds, counts (XEP-0198 v1.6), sends,
// asks, and hands out one ordered sequence of what came in. It follows RFC 6120, RFC 7590 and XEP-0368 v1.1.0.
//
// # From bytes to events
//
// The framer takes each top-level element off the stream once, as tokens, under limits, and resolves its namespaces
// itself. Attributes with a namespace are dropped (xml:lang apart), and so are namespace declarations, because every
// name is resolved by then. What is not plain, restricted, well-formed XML ends the stream.
//
// Of a stanza's children only those of RFC 6120 and RFC 6121 (body, subject, thread, error, show, status, priority in
// jabber:client) reach the stanza structs of gosrc.io/xmpp/stanza. All other children stay beside the struct as
// Elements: bounded, resolved, undecoded. There is no registry of payload types and no global state: a feature package
// below this one looks for its element and decodes it, after its caller has established who sent it. Nothing the network
// sent is ever written out and parsed a second time.
//
// # Finding the server
//
// Service records of both kinds are one list, drawn by weight (RFC 2782, XEP-0368 v1.1.0 §2), and all are tried: the
// next when one has failed, or beside one that has not proved within three seconds to be the domain. The addresses of a name
// are raced in the same way, IPv6 and IPv4 in turn, each with a quarter of a second (RFC 8305 §5, without the sorting of
// RFC 6724). A server that has proved to be the domain may send us on three times; wherever we come, the certificate has to be
// the domain's. With Config.Proxy nothing passes beside it: service records
// cannot be asked for there, so the domain itself is tried by name. What keeps an idle stream alive is the question that is
// asked after Timing.Idle of silence.
//
// Before a login there is Stranger, for making an account: the same server, as well proved.
//
// # Logging in
//
// The strongest mechanism on offer is used, tied to the TLS connection where the server says how (XEP-0440 v1.0.0: by
// tls-exporter, tls-unique under TLS 1.2, or the certificate). The server is told when we could have done so and it did not
// offer to. A server with SASL2 (XEP-0388 v1.0.4) is asked for everything in one step: the login, to resume the old stream or
// to bind (XEP-0386 v1.1.0) with stream management and carbons, and a token for next time (XEP-0484 v0.2.0). Of its answer
// only what was asked for is believed. What it says to have offered is compared with what came (XEP-0474 v0.5.0), before a proof goes out.
//
// # Order and acknowledgement
//
// Client.Run owns every goroutine: a reader, a writer and a watch for timers. Everything that came in takes its place in
// Client.Events, answers to our own questions included, so that nothing can overtake. When the consumer is slow the
// reader waits, and while it waits all clocks of the stream stand still. The server's XEP-0198 count of what we have
// handled moves by Client.Handled alone, which the consumer calls once its work is on disk.
//
// # Waiting for each other
//
// A server that leaves Nagle's algorithm on, as Prosody does, waits in the middle of an answer for TCP's acknowledgement, which
// the system puts off. While an answer is awaited it is asked to acknowledge at once: on Linux after each read, on Windows for
// good; other systems have nothing for that. Our own side never waits: Go turns the algorithm off on every connection.
//
// What is there to be written goes out at once, in one TLS record as far as it fits: what stands aside, our count, stanzas, the
// question for the server's. Nothing waits for company: held back for ten milliseconds, our count kept the server from sending
// the next message for up to forty.
//
// # Streams that are cut
//
// A stream that nobody ended can be continued (XEP-0198 v1.6 §5): Client.Resumable is what it leaves, and Config.Resume
// what the next begins with. A Client keeps the bytes of every own stanza until the server has it, so that nothing depends
// on what the consumer remembers. When the server has given up, the next stream is a new one, and Client.FailedH says how
// far the old one got. A stream that ended for what one side sent is never resumed, since it would be sent again.
//
// EndingOf says whether an end may have to do with the last stanza. Client.OneByOne finds out which one it was, and
// Client.Withdraw keeps one from going out again. How large a stanza may be is what the server says (XEP-0478 v0.2.0).
//
// # What is never done
//
// No login without TLS, under no setting. No password to a server that offers a weaker mechanism than this account has
// used before. No answer believed that does not come from the address that was asked. No secret in a log or an error.
package xmpp

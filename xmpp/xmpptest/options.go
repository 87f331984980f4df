package xmpptest

import "time"

// Option changes how a Prosody is set up, and an Ejabberd as far as StartEjabberd says.
type Option func(*settings)

type settings struct {
	domain      string
	hash        string // "" stores passwords in clear
	modules     []string
	without     map[string]bool
	noPlain     bool
	users       []string
	friends     [][2]string
	hibernation time.Duration
	extra       string
	oldTLS      bool
	uploads     int64 // bytes of a file; 0 for no service
	ownCerts    bool
	versions    bool
	features    []string
	limit       int
	rooms       bool
	host        string
	port        uint16 // 0 for one that is free
	inMemory    int
	captchas    bool
	quiet       bool
}

func newSettings(options []Option) settings {
	s := settings{domain: "localhost", host: "127.0.0.1", without: map[string]bool{}, hibernation: time.Minute}
	s.modules = []string{
		"roster", "saslauth", "tls", "disco", "pep", "smacks", "offline", "carbons", "blocklist", "ping", "posix",
		"admin_shell", "admin_socket",
	}
	for _, option := range options {
		option(&s)
	}
	return s
}

// Domain sets the virtual host, "localhost" otherwise.
func Domain(name string) Option { return func(s *settings) { s.domain = name } }

// At has a Prosody listen on that loopback address and, for STARTTLS, on that port, as clients need that take no port; on
// 127.0.0.1 and ports that are free otherwise.
func At(host string, port uint16) Option {
	return func(s *settings) { s.host, s.port = host, port }
}

// Hashed stores passwords as SHA-1 or SHA-256, so that only that SCRAM is offered, and PLAIN. Otherwise passwords are
// stored in clear, and both are offered.
func Hashed(hash string) Option { return func(s *settings) { s.hash = hash } }

// OldTLS makes the server speak no newer TLS than 1.2.
func OldTLS() Option { return func(s *settings) { s.oldTLS = true } }

// ClientCertificates lets users log in by certificates of the server's authority; only an Ejabberd can.
func ClientCertificates() Option { return func(s *settings) { s.ownCerts = true } }

// NoPlain takes PLAIN off the offer.
func NoPlain() Option { return func(s *settings) { s.noPlain = true } }

// Archive turns on message archives (XEP-0313) for everyone.
func Archive() Option { return With("mam") }

// Rooms adds a service for group chats at Place.Rooms, where everybody may make rooms, each with an archive that is on unless
// its configuration says otherwise, at an Ejabberd off.
func Rooms() Option { return func(s *settings) { s.rooms = true } }

// Captchas lets rooms of an Ejabberd ask for captchas (XEP-0158), whose answers Ejabberd.Captcha knows.
func Captchas() Option { return func(s *settings) { s.captchas = true } }

// Uploads adds a service that takes files of that many bytes as they go over the wire (XEP-0363).
func Uploads(most int64) Option { return func(s *settings) { s.uploads = most } }

// ArchiveInMemory is Archive in a Prosody's memory, of n messages at the most, and in pages of any size. What it keeps on disk
// otherwise it reads and parses as a whole for every page.
func ArchiveInMemory(n int) Option {
	return func(s *settings) {
		Archive()(s)
		s.inMemory = n
	}
}

// Quiet keeps a Prosody from writing down every stanza in its log.
func Quiet() Option { return func(s *settings) { s.quiet = true } }

// With turns on more modules.
func With(modules ...string) Option {
	return func(s *settings) { s.modules = append(s.modules, modules...) }
}

// Without turns modules off, such as offline or smacks.
func Without(modules ...string) Option {
	return func(s *settings) {
		for _, m := range modules {
			s.without[m] = true
		}
	}
}

// Users makes accounts before the start, each with its name and "pass" as password.
func Users(names ...string) Option { return func(s *settings) { s.users = append(s.users, names...) } }

// Friends makes accounts before the start as Users does, each with all others in its roster, subscribed both ways.
func Friends(names ...string) Option {
	return func(s *settings) {
		s.users = append(s.users, names...)
		for _, a := range names {
			for _, b := range names {
				if a != b {
					s.friends = append(s.friends, [2]string{a, b})
				}
			}
		}
	}
}

// RosterVersions has a Scripted keep versions of rosters (RFC 6121 §2.6), as the other servers always do.
func RosterVersions() Option { return func(s *settings) { s.versions = true } }

// Features has a Scripted name more features of the server, behind which there is nothing.
func Features(names ...string) Option {
	return func(s *settings) { s.features = append(s.features, names...) }
}

// Limit has a Scripted tell that it takes stanzas of at most n bytes (XEP-0478), which it does not enforce.
func Limit(n int) Option { return func(s *settings) { s.limit = n } }

// Hibernation is how long the server keeps a stream that broke, one minute otherwise.
func Hibernation(d time.Duration) Option { return func(s *settings) { s.hibernation = d } }

// Config adds lines to the global section of Prosody's configuration.
func Config(lua string) Option { return func(s *settings) { s.extra += lua + "\n" } }

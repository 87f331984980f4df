package uitest

// Login is an Autostart.
type Login struct {
	Is      bool
	Refuses error
}

func (l *Login) On() (bool, error) { return l.Is, nil }

func (l *Login) Set(on bool) error {
	if l.Refuses == nil {
		l.Is = on
	}
	return l.Refuses
}

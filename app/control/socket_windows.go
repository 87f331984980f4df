package control

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"path/filepath"
	"strings"
	"time"

	"github.com/Microsoft/go-winio"
	"golang.org/x/sys/windows"
)

// dialTime is how long a pipe that is busy is waited for.
const dialTime = 2 * time.Second

// Listen makes the named pipe of a profile folder, which the user alone can open. A pipe of that name that is there already
// is an error: whoever made it would answer for us.
func Listen(profile string) (net.Listener, error) {
	user, err := currentUser()
	if err != nil {
		return nil, err
	}
	name, err := pipeName(profile, user)
	if err != nil {
		return nil, err
	}
	l, err := winio.ListenPipe(name, &winio.PipeConfig{SecurityDescriptor: "O:" + user + "D:P(A;;GA;;;" + user + ")"})
	if err != nil {
		return nil, fmt.Errorf("make control pipe: %w", err)
	}
	if !underWine() {
		return l, nil
	}
	wait := dialTime
	first, err := winio.DialPipe(name, &wait)
	if err != nil {
		l.Close()
		return nil, fmt.Errorf("fill the first control pipe: %w", err)
	}
	return &filled{l, first}, nil
}

// underWine says whether this is wine. There clients get into the pipe that the library makes only to hold the name, where
// nobody answers; so we do ourselves.
func underWine() bool {
	return windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}

// filled is a listener with a client in its first pipe.
type filled struct {
	net.Listener
	first net.Conn
}

func (l *filled) Close() error { return errors.Join(l.Listener.Close(), l.first.Close()) }

// Dial connects to the Vouch that holds a profile folder. ErrNotRunning when there is none.
func Dial(profile string) (net.Conn, error) {
	user, err := currentUser()
	if err != nil {
		return nil, err
	}
	name, err := pipeName(profile, user)
	if err != nil {
		return nil, err
	}
	wait := dialTime
	conn, err := winio.DialPipe(name, &wait)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, fmt.Errorf("connect to control pipe: %w", err)
	}
	if err := checkOwner(conn, user); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// pipeName is a name for the profile and the user: pipes are in one place for all of them.
func pipeName(profile, user string) (string, error) {
	path, err := filepath.Abs(profile)
	if err != nil {
		return "", fmt.Errorf("find profile: %w", err)
	}
	sum := sha256.Sum256([]byte(user + "\x00" + strings.ToLower(path)))
	return fmt.Sprintf(`\\.\pipe\vouch-%x`, sum[:16]), nil
}

// currentUser is the user's security identifier, such as S-1-5-21-….
func currentUser() (string, error) {
	who, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", fmt.Errorf("find out who we are: %w", err)
	}
	return who.User.Sid.String(), nil
}

// checkOwner makes sure that the other side of a pipe belongs to the user: the name can be taken by anybody who is first.
func checkOwner(conn net.Conn, user string) error {
	handle, ok := conn.(interface{ Fd() uintptr })
	if !ok {
		return errors.New("look at control pipe: it has no handle")
	}
	described, err := windows.GetSecurityInfo(windows.Handle(handle.Fd()), windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return fmt.Errorf("look at control pipe: %w", err)
	}
	owner, _, err := described.Owner()
	if err != nil {
		return fmt.Errorf("look at control pipe: %w", err)
	}
	if owner == nil || owner.String() != user {
		return fmt.Errorf("control pipe belongs to %s, not to us", owner)
	}
	return nil
}

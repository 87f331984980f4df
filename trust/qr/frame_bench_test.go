//go:build unix

package qr

import (
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkFrames draws 500 codes as cameras see them and reads each once, as zbarimg does. It prints the share that was
// read and, of ours, how long the processor took for a frame; a wrong text is a failure.
func BenchmarkFrames(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 3))
	type tally struct{ all, ours, wrong, theirs int }
	score := map[int]*tally{1: {}, 4: {}, 10: {}}
	var took, theirs []time.Duration
	dir := b.TempDir()
	frames := 500
	if testing.Short() {
		frames = 60
	}
	for i := range frames {
		class := []int{1, 4, 10}[i%3]
		of := texts(class)
		s := anyShot(r, of[i/3%len(of)])
		frame := s.take(b, r)
		n := score[class]
		n.all++
		reader := FrameReader{turn: i}
		from := worked(b)
		got := reader.Read(frame)
		took = append(took, worked(b)-from)
		switch {
		case slices.Equal(got, []string{s.text}):
			n.ours++
		case got != nil:
			n.wrong++
			b.Errorf("%v: %q", s, got)
		}
		file := filepath.Join(dir, "frame.png")
		write(b, file, frame)
		began := time.Now()
		text, _ := exec.Command("zbarimg", "--quiet", "--raw", file).Output() // an error is nothing found
		theirs = append(theirs, time.Since(began))
		if strings.TrimSpace(string(text)) == s.text {
			n.theirs++
		}
	}
	slices.Sort(took)
	slices.Sort(theirs)
	for _, class := range []int{1, 4, 10} {
		n := score[class]
		b.Logf("%2d devices: %d of %d read, zbarimg %d, wrong %d", class, n.ours, n.all, n.theirs, n.wrong)
	}
	b.Logf("a frame: median %v, p95 %v; zbarimg with starting and loading: median %v, p95 %v", took[len(took)/2], took[len(took)*95/100], theirs[len(theirs)/2], theirs[len(theirs)*95/100])
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95")
	b.ReportMetric(0, "ns/op")
}

func write(t testing.TB, file string, picture image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, picture); err != nil {
		t.Fatal(err)
	}
}

// worked is how long the processor has worked for this process, with collecting its garbage: other processes do not count.
func worked(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package keyfile

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkOpen is what opening takes by each kind, with the work of real passphrases, and how much memory the process has had at
// most (Linux).
func BenchmarkOpen(b *testing.B) {
	all := known()
	all["old"] = Passphrase([]byte("correct horse"))
	content := all.with(b, "old", "keyring", "dpapi", "recovery")
	for _, kind := range []struct{ name, secret string }{
		{"keyring", "keyring"}, {"dpapi", "dpapi"}, {"recovery", "recovery"}, {"passphrase", "old"},
	} {
		b.Run(kind.name, func(b *testing.B) {
			dir := b.TempDir()
			must(b, os.WriteFile(dir+"/"+fileName, content, fileMode))
			f := In(dir)
			for b.Loop() {
				k, err := f.Open(all[kind.secret])
				must(b, err)
				k.Forget()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/open")
			b.ReportMetric(status("VmHWM:"), "MiB-at-most")
			b.ReportMetric(status("VmRSS:"), "MiB-afterwards")
		})
	}
}

// BenchmarkChangePassphrase is the work of three passphrases, and two writes.
func BenchmarkChangePassphrase(b *testing.B) {
	dir := b.TempDir()
	f := In(dir)
	_, err := f.Create()
	must(b, err)
	s := Passphrase([]byte("correct horse"))
	_, err = f.Add(Secret{}, s)
	must(b, err)
	for b.Loop() {
		_, err := f.Change(s, s)
		must(b, err)
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/change")
}

// status is a line of what Linux says of the process, in MiB.
func status(line string) float64 {
	if runtime.GOOS != "linux" {
		return 0
	}
	text, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(text), line)
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.Atoi(fields[0])
	return float64(kib) / 1024
}

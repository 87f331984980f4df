// Command testreport reads what go test -json prints, shows the output of what failed, a line a package, and closes with
// the numbers of packages and tests. It exits 1 when a test failed, or when none ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

func main() {
	output := map[string][]string{} // by package and test
	packages := map[string]bool{}
	var passed, failed, skipped int
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Println(in.Text())
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output":
			output[key] = append(output[key], e.Output)
		case "build-output":
			fmt.Print(e.Output)
		case "pass", "fail", "skip":
			if e.Action == "fail" {
				fmt.Printf("--- FAIL %s %s\n%s", e.Package, e.Test, strings.Join(output[key], ""))
			}
			delete(output, key)
			switch {
			case e.Test == "":
				packages[e.Package] = true
				fmt.Printf("%-4s %s %.1fs\n", e.Action, e.Package, e.Elapsed)
				if e.Action == "fail" {
					failed++
				}
			case e.Action == "pass":
				passed++
			case e.Action == "fail":
				failed++
			default:
				skipped++
				fmt.Printf("skip %s %s\n", e.Package, e.Test)
			}
		}
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "testreport: read results:", err)
		os.Exit(1)
	}
	fmt.Printf("%d packages\n%d passed, %d failed, %d skipped\n", len(packages), passed, failed, skipped)
	if failed > 0 || skipped > 0 || passed == 0 {
		os.Exit(1)
	}
}

package words

import (
	"fmt"

	"fyne.io/fyne/v2/lang"

	"vouch/ui/bidi"
)

// Tr gives the words of a key. Data is names and values in turn, for the places {{.Name}} in the words; a value that runs from
// right to left changes nothing around it.
func Tr(key string, data ...any) string { return lang.X(key, key, pairs(data)) }

// Trn is tr with a number that decides between one and many, and that is {{.N}} in the words.
func Trn(key string, n int, data ...any) string {
	return lang.XN(key, key, n, pairs(append(data, "N", fmt.Sprint(n))))
}

func pairs(data []any) map[string]any {
	m := make(map[string]any, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		value := data[i+1]
		if words, ok := value.(string); ok {
			value = bidi.Isolate(words)
		}
		m[data[i].(string)] = value
	}
	return m
}

// Count is a number for a small place: above 999 it is "999+".
func Count(n int) string {
	if n > 999 {
		return "999+"
	}
	return fmt.Sprint(n)
}

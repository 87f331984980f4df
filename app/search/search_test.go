package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What people found missing elsewhere is found, by the numbers of their trackers; and what is not there is not.
func TestWhatIsFound(t *testing.T) {
	for _, c := range []struct{ name, text, yes, no string }{
		{"Signal-Desktop#5180", "我喜歡用signal", "喜歡|歡|我喜|用sig|SIGNAL", "歡喜|signals"},
		{"Signal-Desktop#5258", "でも優柔不断だったね。", "優柔不断|でも優柔不断|不断だ|ね。", "優断"},
		{"Signal-Android#8629", "人人生而自由，在尊严和权利上一律平等。", "权利|尊严|，在", "权力"},
		{"Signal-Android#8629", "그존엄과권리에 있어", "권리|궈|존엄과권", "권라"},
		{"Signal-iOS#4964", "中文字搜尋測試 search chat test SearchChatTesting", "文字|Testing|chattest|測試 search", "testings"},
		{"tdesktop#1562", "測試中文搜尋", "中文|文|試中", "中 文 x"},
		{"tdesktop#7942", "Telegram test. 中文测试。", "gram|中|st. 中", "telegrams"},
		{"tdesktop#24753", "abc   de", "ab|bc|d|e|\"abc de\"|c", "\"abcde\""},
		{"tdesktop#5334", "really?", "?|ly?", "!"},
		{"tdesktop#5270", "order 4137", "137|41", "138"},
		{"joplin#13319: an open quote", "the big red boat", "\"big red|\"red boat\"|boat \"the big", "\"red big"},
		{"quotes of other languages", "das große rote Boot", "„große rote“|«rote Boot»|“grosse rote”|「rote Boot」", "„rote große“"},
		{"a part of a compound", "im Krankenhaus", "haus|KRANK|\"im kranken\"", "hause"},
		{"ß", "Größe", "grosse|GRÖSSE|größe|GRÖẞE|ö", "grasse"},
		{"Greek", "ΟΔΥΣΣΕΥΣ και Οδυσσεύς", "οδυσσευς|σ|Σ|ύς και", "οδησσος"},
		{"Turkish", "ILIK ılık İzmir", "ilik|izmir|IZMIR", "ilikk"},
		{"Russian", "Ёлка и привет, Чайковский", "елка|ПРИВЕТ|чаиковский|й", "пока"},
		{"accents, whichever way they are written", "Café cafe\u0301", "cafe|café|cafe\u0301|CAFÉ", "caffe"},
		{"vowel signs stay", "किताब", "किता|ि", "कत"},
		{"forms of letters", "ﬁle ＡＢＣ ①", "file|abc|1|ｆile", "xyz"},
		{"several words, in any order", "the cat sat on the mat", "mat cat|sat THE|at at", "mat dog"},
		{"a word that is in another one", "catalogue", "cat catalogue|log cat", "cat dog"},
		{"over a line's end", "first\r\n\tsecond", "\"first second\"|second first", "\"second first\""},
		{"what is not seen", "zero\u200bwidth so\u00adft ❤️", "zerowidth|soft|❤", "zero-width"},
		{"faces", "well 👩‍👩‍👧 done 👍🏽", "👍|👩|👧", "🎉"},
		{"no words", "anything", " |\"\"|\"|\t", "\"any thing\""},
		{"no UTF-8", "bad \xff\xfe end", "bad|end|\uFFFD", "bed"},
		{"half a letter", "пар", "па|\xd0", "пер"},
	} {
		folded := []byte(Fold(c.text))
		for n, queries := range []string{c.yes, c.no} {
			for q := range strings.SplitSeq(queries, "|") {
				if c.name == "half a letter" && q == "\xd0" {
					q = "" // it counts as U+FFFD, and is not there
				}
				if got := Parse(q).Fits(folded); got != (n == 0) {
					t.Errorf("%s: %q in %q: %t", c.name, q, c.text, got)
				}
			}
		}
	}
}

// Where it stands is shown on the text as it was written, in whole letters.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"cafe", "ein Cafe\u0301 und ein Café", "ein [Cafe\u0301] und ein [Café]"},
		{"ss", "Größe, Masse", "Grö[ß]e, Ma[ss]e"},
		{"s", "ß", "[ß]"},
		{"궈", "한권", "한[권]"},
		{"\"a b\"", "xa \n by", "x[a \n b]y"},
		{"red big", "big red, bigger", "[big] [red], [big]ger"},
		{"aba", "ababa", "[aba]ba"},
		{"ab bc", "abc", "[abc]"},
		{"fi", "ﬁle", "[ﬁ]le"},
		{"width", "zero\u200bwid\u200bth", "zero\u200b[wid\u200bth]"},
		{"nothing", "is here", "is here"},
		{"", "is here", "is here"},
	} {
		got, end := "", 0
		for _, r := range Parse(c.query).Marks(c.text, 100) {
			got += c.text[end:r.From] + "[" + c.text[r.From:r.To] + "]"
			end = r.To
		}
		if got += c.text[end:]; got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
	if got := Parse("a").Marks(strings.Repeat("a ", 1000), 5); len(got) != 5 {
		t.Errorf("%d places", len(got))
	}
}

// Of a long text the part around the first place is shown.
func TestAround(t *testing.T) {
	long := strings.Repeat("ein langer Satz, ", 100) + "hier steht die\nNadel, " + strings.Repeat("und weiter. ", 100)
	part, marks, before, after := Parse("nadel").Around(long, 120)
	if !before || !after || len(part) > 200 || len(marks) != 1 || part[marks[0].From:marks[0].To] != "Nadel" || !strings.Contains(part, "die Nadel") {
		t.Errorf("%q %v %t %t", part, marks, before, after)
	}
	if part, marks, before, after := Parse("b").Around("a b", 120); part != "a b" || len(marks) != 1 || before || after {
		t.Errorf("%q %v %t %t", part, marks, before, after)
	}
	chinese := strings.Repeat("人", 500) + "权利" + strings.Repeat("人", 500)
	if part, marks, _, _ := Parse("权利").Around(chinese, 120); !utf8.ValidString(part) || len(marks) != 1 || len(part) > 200 {
		t.Errorf("%q %v", part, marks)
	}
	if part, _, _, _ := Parse("x").Around("\xff"+strings.Repeat("\xd0", 500), 50); len(part) > 180 {
		t.Errorf("%d bytes", len(part))
	}
}

// What is looked for in a folded text is the same as what is looked for letter by letter in the text.
func TestFoldIsTheSameInPieces(t *testing.T) {
	letters := []rune("abÄäßσς ёйİı한글ﬁ①\u0301\u0308\u200b\n喜 👍🏽É")
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		text := make([]rune, r.IntN(30))
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
		}
		folded := Fold(string(text))
		if again := Fold(folded); again != folded {
			t.Fatalf("%q: %q, folded again %q", string(text), folded, again)
		}
		if strings.ContainsAny(folded, "\n\t") || strings.Contains(folded, "  ") {
			t.Fatalf("%q: %q", string(text), folded)
		}
		if len(text) > 0 {
			from := r.IntN(len(text))
			part := string(text[from : from+r.IntN(len(text)-from)+1])
			q := Parse("\"" + part + "\"")
			if !q.Fits([]byte(folded)) && !strings.ContainsAny(part, "\u0301\u0308") { // an accent may belong to the letter before
				t.Fatalf("%q is not in %q: %q", part, string(text), folded)
			}
			if got := q.Marks(string(text), 100); !q.Empty() && q.Fits([]byte(folded)) && len(got) == 0 {
				t.Fatalf("%q is in %q, and nowhere", part, string(text))
			}
		}
	}
}

func rowsOf(r *rand.Rand, n int) []Row {
	var out []Row
	sort := uint64(1_700_000_000_000)
	for range n {
		var row Row
		sort += r.Uint64N(3) * r.Uint64N(1_000_000)
		binary.BigEndian.PutUint64(row.Key[:8], sort)
		binary.BigEndian.PutUint64(row.Key[8:], r.Uint64N(1<<uint(r.IntN(63)+1)))
		row.Flags = Flags(r.Uint32())
		row.Text = []byte(Fold([]string{"", "hello there", "Größe", "喜歡", strings.Repeat("long ", 300)}[r.IntN(5)]))
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b Row) int { return bytes.Compare(a.Key[:], b.Key[:]) })
	return out
}

// A block gives back the rows it was made of, and a scan what a plain look at each of them finds.
func TestBlocks(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 300 {
		rows := rowsOf(r, n%40)
		block := Block(rows)
		got, err := Rows(block)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(append([]Row{}, rows...)) {
			t.Fatalf("%d rows: %v\n%v\n%v", n, err, got, rows)
		}
		for _, ask := range []string{"", "lo", "hello lo", "grosse", "喜", "there lo long", "none"} {
			q := Parse(ask)
			for _, flags := range []Flags{0, Own, Link | File} {
				var want, found [][KeyLen]byte
				for _, row := range rows {
					if row.Flags&flags == flags && q.Fits(row.Text) {
						want = append(want, row.Key)
					}
				}
				if err := q.Scan(block, flags, func(key [KeyLen]byte) { found = append(found, key) }); err != nil || !slices.Equal(found, want) {
					t.Fatalf("%q: %v, %d of %d", ask, err, len(found), len(want))
				}
			}
		}
	}
}

// What is no block is an error, and nothing worse.
func FuzzBlocks(f *testing.F) {
	block := Block(rowsOf(rand.New(rand.NewPCG(5, 6)), 5))
	f.Add(block)
	f.Add(block[:len(block)-1])
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0xff}, 40))
	f.Add([]byte{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := Rows(data)
		if err != nil {
			if !errors.Is(err, ErrBlock) {
				t.Fatal(err)
			}
			return
		}
		for _, row := range rows {
			if len(row.Text) > len(data) {
				t.Fatal("a text larger than the block")
			}
		}
		if err := Parse("lo").Scan(data, 0, func([KeyLen]byte) {}); err != nil {
			t.Fatal(err)
		}
	})
}

// Whatever is asked for, and in whatever text: no panic, and marks within the text, in order.
func FuzzMarks(f *testing.F) {
	f.Add("cafe", "ein Cafe\u0301")
	f.Add("\"open", "an open quote")
	f.Add("ss ß", "Größe\xff\xd0")
	f.Fuzz(func(t *testing.T, query, text string) {
		q := Parse(query)
		end := 0
		for _, r := range q.Marks(text, 50) {
			if r.From < end || r.To <= r.From || r.To > len(text) {
				t.Fatalf("%q in %q: %v", query, text, r)
			}
			end = r.To
		}
		q.Around(text, 80)
	})
}

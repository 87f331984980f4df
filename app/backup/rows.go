package backup

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
)

// Rows are the rows of the member that Next gave: one for each line that is not empty, as it lies there, whether it is JSON or not. A
// row is good until the next one. An error is the last thing that comes: the rows before it are good.
func (r *Reader) Rows() iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		in := bufio.NewReaderSize(onlyReader{r}, 64<<10)
		var long []byte // a line that does not fit into the buffer of in
		for {
			piece, err := in.ReadSlice('\n')
			if len(long)+len(piece) > PartSize {
				yield(nil, r.fail(malformed("a line of more than %d bytes", PartSize)))
				return
			}
			if errors.Is(err, bufio.ErrBufferFull) {
				long = append(long, piece...)
				continue
			}
			if err != nil && !errors.Is(err, io.EOF) { // half a line is none
				yield(nil, err)
				return
			}
			line := piece
			if len(long) > 0 {
				line = append(long, piece...)
				long = line[:0]
			}
			if line = bytes.TrimSuffix(line, []byte{'\n'}); len(line) > 0 && !yield(line, nil) || err != nil {
				return
			}
		}
	}
}

package history

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Index rows hold a row id as its 16 bytes, and the place of a message without a row (MarkBare) as 24; anything else as it
// is. Those of earlier versions hold them in hex, which is read as it stands.
const (
	idLen   = 16
	bareLen = 8 + chatLen
)

// packRow is what an index row holds of a row.
func packRow(row string) []byte {
	if raw, err := hex.DecodeString(row); err == nil && len(raw) == idLen && hex.EncodeToString(raw) == row {
		return raw
	}
	if sort, chat, ok := splitBare(row); ok && joinBare(sort, chat) == row {
		return append(binary.BigEndian.AppendUint64(make([]byte, 0, bareLen), sort), chat...)
	}
	return []byte(row)
}

// unpackRow is the row that an index row names.
func unpackRow(stored []byte) string {
	switch len(stored) {
	case idLen:
		return hex.EncodeToString(stored)
	case bareLen:
		return joinBare(binary.BigEndian.Uint64(stored), stored[8:])
	}
	return string(stored)
}

func joinBare(sort uint64, chat []byte) string { return fmt.Sprintf("-%x-%x", sort, chat) }

// splitBare reads what joinBare has made.
func splitBare(seen string) (sort uint64, chat []byte, ok bool) {
	at, of, ok := strings.Cut(strings.TrimPrefix(seen, "-"), "-")
	if !ok || !strings.HasPrefix(seen, "-") || len(of) != 2*chatLen {
		return 0, nil, false
	}
	sort, err := strconv.ParseUint(at, 16, 64)
	if err != nil {
		return 0, nil, false
	}
	chat, err = hex.DecodeString(of)
	return sort, chat, err == nil
}

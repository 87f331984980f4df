package control

import "encoding/json"

// The codes of JSON-RPC 2.0 §5.1, and the one for errors of the service.
const (
	codeParse          = -32700
	codeInvalidRequest = -32600
	codeNoMethod       = -32601
	codeInvalidParams  = -32602
	codeService        = -32000
)

// maxLine bounds one request or answer.
const maxLine = 8 << 20

// request is one call; without an id it is a notification, which gets no answer.
type request struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params,omitempty"`
}

// response is the answer to a request.
type response struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *Error          `json:"error,omitempty"`
}

// Error is a JSON-RPC error. Message is for people; Data.Kind is a stable word.
type Error struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    struct {
		Kind  string `json:"kind,omitempty"`
		Param string `json:"param,omitempty"`
	} `json:"data"`
}

func (e *Error) Error() string { return e.Message }

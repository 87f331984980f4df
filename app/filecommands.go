package app

// SendFile sends a file of this computer. It is read at once, and what becomes of it later changes nothing. A caption goes before
// it, as a message of its own, with its name if that is wanted. KindNotFound "path": it is no file; KindConflict "path": another program
// writes it; KindInvalid "scaled": it cannot be scaled and the original.
type SendFile struct {
	Account  string `json:"account"`
	Chat     string `json:"chat"`
	Path     string `json:"path" about:"of a file on the computer where Vouch runs"`
	Caption  string `json:"caption,omitempty" about:"goes before it, as a message of its own"`
	Named    bool   `json:"named,omitempty" about:"its name goes before it too; the address of an encrypted file has none"`
	Original bool   `json:"original,omitempty" about:"a picture goes as it is, with what it says about where and how it was taken"`
	Scaled   bool   `json:"scaled,omitempty" about:"a JPEG, PNG or WebP of more than 1920 pixels goes with its longer side of 1920, where that makes it at least a tenth smaller; not together with original"`
}

// MostContent bounds what SendContent takes, in bytes.
const MostContent = 32 << 20

// SendContent sends what is in no file, such as a picture that was pasted, as SendFile does a file. It never is in one: what is kept
// of it is encrypted. Content is not written to, and must stay as it is until the command has an answer. KindTooBig "content".
type SendContent struct {
	Account  string `json:"account"`
	Chat     string `json:"chat"`
	Name     string `json:"name"`
	Content  []byte `json:"content"`
	Caption  string `json:"caption,omitempty"`
	Original bool   `json:"original,omitempty"`
	Scaled   bool   `json:"scaled,omitempty"`
}

// ForwardFile sends the file of a message, which is here, to another chat of the account, under a key of its own. A picture is cleaned of
// what tells where it was made. KindConflict "id": it is not here; KindTampered: it is not what was sent.
type ForwardFile struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
	To      string `json:"to" about:"the chat that it goes to"`
}

// FetchFile fetches the file of a message, again where it is not here any more. It answers at once.
type FetchFile struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// StopFile ends the fetching of a file, or takes one back that is being sent.
type StopFile struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// SaveFile writes the file of a message, which is here, to a file of the user's. One that exists is replaced.
type SaveFile struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
	Path    string `json:"path" about:"where to; a file that is there is replaced"`
}

// OpenFile makes a copy of the file of a message, which is here, for another program to open: under its name, in a folder that only
// the user can read. What is changed in it is not kept. The copy goes when Vouch ends, after 24 hours, and with the file.
// KindConflict "id": the file is not here; KindProgram "id": it may run when it is opened, by its name or its content, and can only be
// saved; KindTampered "file": it is damaged.
type OpenFile struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

// Opened is the copy that OpenFile made.
type Opened struct {
	Path string `json:"path"`
}

// DropFile takes the copy of a file away that is here. The message stays, and the file can be fetched while its server has it.
type DropFile struct {
	Account string `json:"account"`
	Chat    string `json:"chat"`
	ID      string `json:"id"`
}

func (SendFile) command()    {}
func (SendContent) command() {}
func (ForwardFile) command() {}
func (FetchFile) command()   {}
func (StopFile) command()    {}
func (SaveFile) command()    {}
func (OpenFile) command()    {}
func (DropFile) command()    {}

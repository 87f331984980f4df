package xmpptest

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
)

// prepareCaptchas writes the program that draws captchas: each time the same picture. What is to be read it leaves in a file.
func (e *Ejabberd) prepareCaptchas() error {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 120, 40))); err != nil {
		return err
	}
	program := fmt.Sprintf("#!/bin/sh\nprintf %%s \"$1\" > '%s'\ncat '%s'\n", e.captchaFile("txt"), e.captchaFile("png"))
	return errors.Join(os.WriteFile(e.captchaFile("png"), picture.Bytes(), 0o600), os.WriteFile(e.captchaFile("sh"), []byte(program), 0o700))
}

func (e *Ejabberd) captchaFile(end string) string { return filepath.Join(e.dir, "captcha."+end) }

// Captcha is what stands in the newest captcha, or "" where there was none.
func (e *Ejabberd) Captcha() string {
	text, _ := os.ReadFile(e.captchaFile("txt"))
	return string(text)
}

package carbons_test

import "vouch/xmpp"

// parse is xmpptest.Message for text that may be anything.
func parse(text string) (*xmpp.Message, error) {
	e, err := xmpp.ParseElement(text)
	if err != nil {
		return nil, err
	}
	return xmpp.ParseMessage(e)
}

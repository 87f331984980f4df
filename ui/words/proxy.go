package words

import "net/url"

// ProxyText names a proxy, without its password.
func ProxyText(proxy string) string {
	u, err := url.Parse(proxy)
	if proxy == "" || err != nil {
		return Tr("account.noProxy")
	}
	return u.Host
}

package crypto_test

import (
	"testing"

	"vouch/crypto/storetest"
)

func TestMemoryHoldsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Own { return storetest.New(t) })
}

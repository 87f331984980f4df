package qr

import "github.com/pion/mediadevices/pkg/driver/camera"

// rediscover makes the list of cameras anew, with those that were plugged in since the program began.
func rediscover() { camera.Initialize() }

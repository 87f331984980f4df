package filename

// tells are the endings of what may say where, when and with what it was made, and cannot be cleaned of it here.
var tells = set(`heic heif avif tif tiff dng raw cr2 nef mp4 mov m4v 3gp mkv avi webm mp3 m4a pdf doc docx xls xlsx ppt pptx odt ods odp svg psd xcf`)

// Tells tells whether a file with this name may say where, when and with what it was made.
func Tells(name string) bool { return tells[Ending(name)] }

var (
	pictures = set(`jpg jpeg png gif webp heic heif avif bmp tif tiff`)
	sounds   = set(`oga ogg opus m4a aac mp3 wav flac amr weba mka wma aif aiff`)
)

// Picture tells whether a file with this name may be a picture.
func Picture(name string) bool { return pictures[Ending(name)] }

// Sound tells whether a file with this name may be sound.
func Sound(name string) bool { return sounds[Ending(name)] }

package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"io"
)

var (
	errFilter = errors.New("pdf: a stream is packed in a way that is not read")
	errTooBig = errors.New("pdf: a stream unpacks to more than the limit")
)

// unpack undoes the filters of a stream, in their order, up to so many bytes.
func (f *File) unpack(dict map[string]value, raw []byte, most int) ([]byte, error) {
	filters := f.resolve(dict["Filter"])
	all := []value{filters}
	if filters.kind == array {
		all = filters.list
	}
	if len(all) > 4 {
		return nil, errFilter
	}
	if f.predicted(dict["DecodeParms"]) {
		return nil, errFilter
	}
	for _, filter := range all {
		var err error
		switch f.resolve(filter).text {
		case "":
		case "FlateDecode", "Fl":
			raw, err = inflate(raw, most)
		case "ASCIIHexDecode", "AHx":
			before, _, _ := bytes.Cut(raw, []byte(">"))
			raw, err = unhex(before)
		case "ASCII85Decode", "A85":
			raw, err = unascii85(raw, most)
		default:
			err = errFilter
		}
		if err != nil {
			return nil, err
		}
	}
	if len(raw) > most {
		return nil, errTooBig
	}
	return raw, nil
}

// predicted reports whether the bytes were transformed before they were packed, as those of pictures are.
func (f *File) predicted(parms value) bool {
	parms = f.resolve(parms)
	if parms.kind != array {
		parms.list = []value{parms}
	}
	for _, p := range parms.list {
		if f.resolve(f.resolve(p).dict["Predictor"]).n > 1 {
			return true
		}
	}
	return false
}

// inflate unpacks; a wrong checksum and a missing end are let pass, for what was
// unpacked is read by somebody who sees whether it is whole.
func inflate(raw []byte, most int) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, errFilter
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(most)+1))
	switch {
	case len(out) > most:
		return nil, errTooBig
	case err == nil, len(out) > 0 && (errors.Is(err, zlib.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF)):
		return out, nil
	}
	return nil, errFilter
}

func unhex(b []byte) ([]byte, error) {
	digits := make([]byte, 0, len(b)+1)
	for _, c := range b {
		if !isBlank(c) {
			digits = append(digits, c)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	n, err := hex.Decode(digits, digits)
	if err != nil {
		return nil, errSyntax
	}
	return digits[:n], nil
}

func unascii85(b []byte, most int) ([]byte, error) {
	b, _, _ = bytes.Cut(bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<~")), []byte("~>"))
	zeros := bytes.Count(b, []byte("z")) // each stands for four
	size := 4*zeros + (len(b)-zeros)/5*4
	if size > most {
		return nil, errTooBig
	}
	out := make([]byte, size+8)
	n, _, err := ascii85.Decode(out, b, true)
	if err != nil {
		return nil, errFilter
	}
	return out[:n], nil
}

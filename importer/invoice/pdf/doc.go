// Package pdf finds the files that are attached to a PDF, and reads nothing else of it.
//
//	f, err := pdf.Open(content)
//	for _, a := range f.Attachments() {
//		xml, err := a.Content()
//	}
//
// A PDF is a heap of numbered objects, "5 0 obj … endobj", of which some are streams
// of bytes and some are packed into such a stream (ObjStm). The catalog, named by
// /Root, leads to the attachments by two ways: the name tree /Names /EmbeddedFiles
// and the array /AF. Each ends at a file specification, whose /EF names the stream:
//
//	1 0 obj << /Type /Catalog /Names << /EmbeddedFiles << /Names [ (factur-x.xml) 2 0 R ] >> >> >> endobj
//	2 0 obj << /Type /Filespec /UF (factur-x.xml) /EF << /F 3 0 R >> >> endobj
//	3 0 obj << /Type /EmbeddedFile /Length 1234 >> stream … endstream endobj
//
// Objects are found by looking for them from the start of the file, and the later of
// two with one number counts, as after an incremental update. The table of their
// places (xref) is not believed: it is what a program that appends to a PDF gets
// wrong, and what a hostile file lies in. Where the catalog leads to no attachment,
// all file specifications are taken.
//
// Streams may be packed by FlateDecode, ASCIIHexDecode and ASCII85Decode. An encrypted
// PDF is refused.
//
// # Limits
//
// MaxFile, MaxAttachment, MaxAttached (all of them), MaxPacked (what all ObjStm hold),
// MaxAttachments, and the depth and the number of values of an object. What is read is linear in the
// size of the file, whatever is in it.
//
// # Why it is written here
//
// pdfcpu v0.15.0 lists attachments well, but unpacks them beyond any limit that it is
// given: an attachment of 1 MB that unpacks to 1 GiB took it 7 s and 2.1 GiB with its
// MaxDecodeBytes at 16 MiB, and 45 s of fuzzing found a nil pointer in its reader.
//
// Source: ISO 32000-1:2008, 7.3 (objects), 7.4 (filters), 7.5 (file structure), 7.9.6
// (name trees), 7.11 (file specifications); ISO 32000-2:2020, 14.13 (AF).
package pdf

// Checks a notary's or an access log with libraries that are not ours: golang.org/x/mod/sumdb (note, tlog) and
// github.com/transparency-dev/formats (cosignatures).
//
//	go run . LOGDIR LOGKEY COSIGNERKEY...
//
// Prints one line and ends with 0 when the checkpoint's signatures, every tile and every entry hold together.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// tiles reads tlog-tiles from a folder; tlog names them differently, so their paths are made here.
type tiles struct{ folder string }

func (tiles) Height() int                     { return height }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(list))
	for i, tile := range list {
		bytes, err := read(t.folder, fmt.Sprintf("tile/%d", tile.L), tile.N, tile.W)
		if err != nil {
			return nil, err
		}
		data[i] = bytes
	}
	return data, nil
}

func read(folder, kind string, n int64, width int) ([]byte, error) {
	path := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if width < 1<<height {
		path += fmt.Sprintf(".p/%d", width)
	}
	return os.ReadFile(filepath.Join(folder, kind, path))
}

func openCheckpoint(folder, logKey string, cosigners []string) (tlog.Tree, int, error) {
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint.witnessed"))
	if errors.Is(err, os.ErrNotExist) {
		text, err = os.ReadFile(filepath.Join(folder, "checkpoint"))
	}
	if err != nil {
		return tlog.Tree{}, 0, err
	}
	verifier, err := note.NewVerifier(logKey)
	if err != nil {
		return tlog.Tree{}, 0, err
	}
	known := []note.Verifier{verifier}
	for _, key := range cosigners {
		cosigner, err := f_note.NewVerifierForCosignatureV1(key)
		if err != nil {
			return tlog.Tree{}, 0, err
		}
		known = append(known, cosigner)
	}
	signed, err := note.Open(text, note.VerifierList(known...))
	if err != nil {
		return tlog.Tree{}, 0, err
	}
	if len(signed.Sigs) != len(known) {
		return tlog.Tree{}, 0, fmt.Errorf("%d of %d keys have signed", len(signed.Sigs), len(known))
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, 0, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, 0, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, 0, errors.New("no root")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, len(signed.Sigs), nil
}

func checkEntries(folder string, tree tlog.Tree, hashes tlog.HashReader) error {
	for n := int64(0); n<<height < tree.N; n++ {
		width := min(tree.N-n<<height, 1<<height)
		data, err := read(folder, "tile/entries", n, int(width))
		if err != nil {
			return err
		}
		for i := n << height; i < n<<height+width; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("bundle %d is cut off", n)
			}
			length := int(binary.BigEndian.Uint16(data))
			entry := data[2 : 2+length]
			data = data[2+length:]
			if err := checkEntry(i, entry, tree, hashes); err != nil {
				return err
			}
		}
		if len(data) > 0 {
			return fmt.Errorf("bundle %d is too long", n)
		}
	}
	return nil
}

func checkEntry(i int64, entry []byte, tree tlog.Tree, hashes tlog.HashReader) error {
	stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
	if err != nil {
		return err
	}
	leaf := tlog.RecordHash(entry)
	// A notary's leaf, or the commitment that an access log has.
	known := bytes.HasPrefix(entry, []byte("huren-leaf/v1\n")) || len(entry) == tlog.HashSize
	if leaf != stored[0] || !known {
		return fmt.Errorf("entry %d is not what its tile says", i)
	}
	if i%97 != 0 && i != tree.N-1 {
		return nil
	}
	proof, err := tlog.ProveRecord(tree.N, i, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, i, leaf)
}

func run(arguments []string) error {
	if len(arguments) < 2 {
		return errors.New("usage: tlog-check LOGDIR LOGKEY COSIGNERKEY...")
	}
	tree, signatures, err := openCheckpoint(arguments[0], arguments[1], arguments[2:])
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, tiles{arguments[0]})
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles lead to another root")
	}
	if err := checkEntries(arguments[0], tree, hashes); err != nil {
		return err
	}
	fmt.Printf("%d entries, %d signatures: ok\n", tree.N, signatures)
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Verifies a log's folder with the libraries of the Go project alone: golang.org/x/mod/sumdb/note
// reads the checkpoint, golang.org/x/mod/sumdb/tlog authenticates tiles, proves every entry and the
// way from an older checkpoint. Usage: verify DIR OLDER-CHECKPOINT
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error, what string) {
	if err != nil {
		fmt.Println("REFUSED", what, err)
		os.Exit(1)
	}
}

func number(n int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	return path
}

func file(dir string, level string, n int64, width int) ([]byte, error) {
	path := filepath.Join(dir, "tile", level, number(n))
	if width < 256 {
		path = fmt.Sprintf("%s.p/%d", path, width)
	}
	return os.ReadFile(path)
}

type folder string

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		data, err := file(string(f), strconv.Itoa(t.L), t.N, t.W)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func open(path string, vkey string) tlog.Tree {
	data, err := os.ReadFile(path)
	must(err, path)
	verifier, err := note.NewVerifier(strings.TrimSpace(vkey))
	must(err, "vkey")
	opened, err := note.Open(data, note.VerifierList(verifier))
	must(err, path)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	var tree tlog.Tree
	tree.N = size
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must(err, "root")
	copy(tree.Hash[:], root)
	return tree
}

func main() {
	dir := os.Args[1]
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	must(err, "vkey")
	tree := open(filepath.Join(dir, "checkpoint"), string(vkey))
	older := open(os.Args[2], string(vkey))
	reader := tlog.TileHashReader(tree, folder(dir))

	proof, err := tlog.ProveTree(tree.N, older.N, reader)
	must(err, "consistency")
	must(tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash), "consistency")

	for n := int64(0); n*256 < tree.N; n++ {
		width := int(tree.N - n*256)
		if width > 256 {
			width = 256
		}
		bundle, err := file(dir, "entries", n, width)
		must(err, "bundle")
		for i := 0; i < width; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			index := n*256 + int64(i)
			path, err := tlog.ProveRecord(tree.N, index, reader)
			must(err, "entry")
			must(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)),
				fmt.Sprint("entry ", index))
		}
	}
	fmt.Println("OK", tree.N)
}

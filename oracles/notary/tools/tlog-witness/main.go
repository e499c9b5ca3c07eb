// A witness that is not ours, to try the notary's side of C2SP tlog-witness: github.com/transparency-dev/witness over HTTP,
// with a fresh key and its memory as its only store.
//
//	go run . NAME LOGKEY...
//
// Prints one line of JSON, its URL and its verifier key, and serves until it is stopped.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	f_note "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"
)

func run(name string, logKeys []string) error {
	ctx := context.Background()
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	signer, err := f_note.NewSignerForCosignatureV1(secret)
	if err != nil {
		return err
	}
	key, err := f_note.VKeyToCosignatureV1(public)
	if err != nil {
		return err
	}
	logs := map[string]note.Verifier{}
	for _, text := range logKeys {
		verifier, err := note.NewVerifier(text)
		if err != nil {
			return err
		}
		logs[verifier.Name()] = verifier
	}
	witnessing, err := witness.New(ctx, witness.Opts{
		Persistence: inmemory.New(),
		Signers:     []note.Signer{signer},
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			verifier, known := logs[origin]
			return verifier, known, nil
		},
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ready, err := json.Marshal(map[string]string{"url": "http://" + listener.Addr().String(), "key": key})
	if err != nil {
		return err
	}
	fmt.Println(string(ready))
	routes := http.NewServeMux()
	routes.HandleFunc("POST /add-checkpoint", witness.NewHTTPHandler(witnessing).AddCheckpoint)
	return http.Serve(listener, routes)
}

func main() {
	if len(os.Args) < 3 {
		log.Fatal("tlog-witness NAME LOGKEY...")
	}
	log.Fatal(run(os.Args[1], os.Args[2:]))
}

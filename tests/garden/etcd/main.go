// Etcd is the real etcd, built from its module.
// It ends when the process that started it ends, so that a killed fixture leaves nothing behind.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	endWithParent("etcd")
	etcdmain.Main(os.Args)
}

// endWithParent polls the parent instead of using PR_SET_PDEATHSIG: that one fires when the parent's thread ends,
// which in a Go program says nothing, and only Linux has it.
func endWithParent(name string) {
	parent, err := strconv.Atoi(os.Getenv("GARDEN_PARENT"))
	if err != nil || slices.Contains(os.Args, "--help") {
		return
	}
	// The runner stops what is listed here when the fixture could not.
	_ = os.WriteFile(filepath.Join(os.Getenv("GARDEN_PIDS"), fmt.Sprintf("%s-%d", name, os.Getpid())), nil, 0o600)
	go func() {
		for os.Getppid() == parent {
			time.Sleep(200 * time.Millisecond)
		}
		os.Exit(1)
	}()
}

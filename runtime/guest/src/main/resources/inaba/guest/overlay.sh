#!/usr/bin/env bash
# overlay.sh DIRECTORY INITRD FILE...    makes DIRECTORY/initrd.gz: INITRD with these programs and libraries of this machine, each in
# its place with the shared libraries that it needs, and with what is in DIRECTORY/root already.
set -euo pipefail

root=$1/root
initrd=$2
out=$1/initrd.gz
shift 2
mkdir -p "$root"

put_file() {
    [ -e "$root$1" ] || { mkdir -p "$root$(dirname "$1")"; cp -L "$1" "$root$1"; }
}

for file in "$@"; do
    put_file "$file"
    { ldd "$file" || true; } | grep -o '/[^ ]*' | while read -r library; do put_file "$library"; done
done
{ cat "$initrd"; (cd "$root" && find . | cpio -o -H newc --quiet | gzip -1); } > "$out"

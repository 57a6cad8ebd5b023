# Finding a JDK 25: JAVA_HOME, then the java on the PATH, then /usr/lib/jvm. Sets jdk and exports JAVA_HOME.

find_jdk() {
    local candidate on_path
    on_path=$(readlink -f -- "$(command -v java || true)")
    for candidate in "${JAVA_HOME-}" "${on_path%/bin/java}" /usr/lib/jvm/*25*; do
        if is_jdk_25 "$candidate"; then
            jdk=$candidate
            export JAVA_HOME=$jdk
            return
        fi
    done
    fail "no JDK 25 found in JAVA_HOME, on the PATH or in /usr/lib/jvm: install one, or set JAVA_HOME"
}

is_jdk_25() {
    local line
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            'JAVA_VERSION="25'[.\"+-]*) return 0 ;;
        esac
    done < "$1/release"
    return 1
}

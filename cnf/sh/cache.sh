# The JVM's cache of loaded and linked classes (JEP 483), with which an appliance starts in about two thirds of the time.
# An extra: a cache that does not fit is ignored by the JVM, and without one everything works.

start_cache=$home/target/inaba.aot

# Makes the cache where the launcher, or what the JVM is started with, is newer.
prepare_start_cache() {
    if [ -z "${INABA_BUILT-}" ] && [ -w "$home/target" ] && start_cache_is_stale; then
        say "preparing a fast start"
        use_appliance_class_path
        make_start_cache || rm -f "$start_cache"
    fi
}

# Adds the cache to jvm_options.
use_start_cache() {
    prepare_start_cache
    if [ -f "$start_cache" ]; then
        jvm_options+=(-XX:AOTCache="$start_cache" -Xlog:aot=off -Xlog:cds=off)
    fi
}

start_cache_is_stale() {
    [ ! -f "$start_cache" ] ||
        [ -n "$(find "$home/inaba" "$home/pom.xml" "$(jar_of launcher)" "$home/runtime/launcher/target/lib" -newer "$start_cache" -print -quit)" ]
}

# Runs an appliance on a terminal until its prompt is up; the JVM writes the cache when it ends.
make_start_cache() (
    command -v script > /dev/null || exit 1
    state=$(mktemp -d)
    trap 'rm -rf "$state"' EXIT
    appliance=("$jdk/bin/java" "${jvm_options[@]}" "${appliance_options[@]}" -XX:AOTCacheOutput="$start_cache"
        -Xlog:aot=off -Xlog:cds=off -Dinaba.home="$home" -cp "$appliance_class_path" inaba.launcher.Main --state "$state")
    coproc terminal { TERM=${TERM:-xterm} exec timeout 90 script -qec "${appliance[*]@Q}" /dev/null 2> /dev/null; }
    pid=$terminal_PID
    while read -r -t 20 -u "${terminal[0]}" line; do
        [[ $line != *"Inaba is up"* ]] || break
    done
    echo exit >&"${terminal[1]}"
    cat <&"${terminal[0]}" > /dev/null
    wait "$pid"
)

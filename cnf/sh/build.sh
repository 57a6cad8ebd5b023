# Building what is stale. A stamp holds the instant at which the last good build began.

stamp=$home/target/built

build_if_stale() {
    [ -z "${INABA_BUILT-}" ] || return 0 # called by a test of the build that is still running
    is_stale || return 0
    mkdir -p "$home/target"
    exec {build_lock}> "$home/target/build.lock"
    flock "$build_lock"
    if is_stale; then # nobody else built meanwhile
        build
    fi
    exec {build_lock}>&-
}

# A source, or the folder that it was added to or removed from, is newer than the stamp.
is_stale() {
    [ -f "$stamp" ] || return 0
    [ -n "$(cd "$home" && find pom.xml bnd.bnd cnf/bnd .mvn bundles runtime \
        \( -name target -o -path '*/src/test' \) -prune -o \
        \( -path '*/src/*' -o -type f \( -name pom.xml -o -name '*.bnd' -o -name jvm.config \) \) \
        -newer "$stamp" -print -quit)" ]
}

build() {
    local first=''
    [ -f "$stamp" ] || first=' (the first time takes a minute or two)'
    need_packages build
    say "building$first"
    touch "$home/target/begun"
    maven -q package -Dmaven.test.skip=true -Dinaba.lint=-Xdiags:compact >&2 || fail "the build failed"
    write_sbom
    mv "$home/target/begun" "$stamp"
}

# What was built is listed with its checksums, CycloneDX.
write_sbom() {
    "$jdk/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(jar_of launcher)" inaba.launcher.sbom.Sbom \
        "$home" "$home/runtime/dist/target/sbom.json" || fail "the list of what was built could not be written"
}

# C2 would take half of the processor time, and a build is over before that pays.
maven() {
    MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${MAVEN_OPTS-}" \
        mvn -B -Dstyle.color=never -f "$home/pom.xml" -ntp "$@"
}

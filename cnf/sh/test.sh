# `./inaba test`: the formatter, then everything built and tested; the closing line counts over all reports.

run_tests() {
    local skip=$1 broken='' reports counts log=$home/target/test.log
    mkdir -p "$home/target"
    need_packages build
    find "$home/bundles" "$home/runtime" -path '*/target/surefire-reports' -prune -exec rm -rf {} +
    touch "$home/target/begun"
    say "testing; everything Maven says is in $log"

    maven -q --fail-never spotless:check > "$log" 2>&1
    if grep -q 'BUILD FAILURE\|Failed to execute goal' "$log"; then
        broken="not formatted (mvn spotless:apply does it): $(grep -oE 'src/[^ ]+\.java' "$log" | sort -u | tr '\n' ' ')"
        say "$broken"
    fi
    # A failed test must not hide the others: the reports decide, not Maven's exit code.
    maven verify --fail-at-end -Dspotless.check.skip=true -Dmaven.test.failure.ignore=true \
        -Dinaba.test.skip="$skip" 2>&1 | tee -a "$log" | show_progress
    [ "${PIPESTATUS[0]}" -eq 0 ] || broken+="${broken:+; }the build failed: see $log"
    [ -n "$broken" ] || { write_sbom && mv "$home/target/begun" "$stamp"; }

    reports=$(find "$home/bundles" "$home/runtime" -path '*/target/surefire-reports/TEST-*.xml')
    counts=$(count "$reports")
    list_failures "$reports"
    if [ "${CI-}" = true ] && has_skipped_for_root "$reports"; then
        broken+="${broken:+; }tests that need root were skipped: in CI they must run"
    fi
    [ -z "$broken" ] || echo "FAILED $broken"
    echo "$counts"
    [[ -z $broken && $counts == *", 0 failed, "* ]]
    exit
}

show_progress() {
    grep --line-buffered -E '^life: |^hostile input: |^\[INFO\] Building inaba|^\[[A-Z]+\] Tests run:.* in |^\[ERROR\] .*(COMPILATION|\.java:\[)' |
        sed -u -E 's/^\[[A-Z]+\] //; s/ --? in / /; s/Building (inaba[^ ]*).*/\1/'
}

# "N passed, N failed, N skipped" from the attributes of each report's <testsuite>.
count() {
    [ -n "$1" ] || { echo "0 passed, 0 failed, 0 skipped"; return; }
    xargs -d '\n' grep -ho '<testsuite [^>]*>' <<< "$1" | awk '
        function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
        { tests += value("tests"); failed += value("failures") + value("errors"); skipped += value("skipped") }
        END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }'
}

# Each test that failed, with the beginning of what it said: often all that is left of a run elsewhere.
list_failures() {
    [ -n "$1" ] || return 0
    xargs -d '\n' awk '
        function said(line) {
            if (!match(line, /message="[^"]*"/)) return ""
            line = substr(line, RSTART + 9, RLENGTH - 10 < 2000 ? RLENGTH - 10 : 2000)
            gsub(/&#10;/, "\n       ", line); gsub(/&lt;/, "<", line); gsub(/&gt;/, ">", line)
            gsub(/&quot;/, "\"", line); gsub(/&apos;/, "\047", line); gsub(/&amp;/, "\\&", line)
            return "\n       " line
        }
        match($0, /<testcase name="[^"]*" classname="[^"]*"/) { split(substr($0, RSTART, RLENGTH), part, "\""); test = part[4] ": " part[2] }
        /<(failure|error)[ >]/ && test != "" { print "FAILED " test said($0) "\n       report: " FILENAME; test = "" }
        /<\/testcase>/ { test = "" }' <<< "$1"
}

has_skipped_for_root() {
    [ -n "$1" ] && xargs -d '\n' grep -lE '<skipped message="needs root' <<< "$1" > /dev/null
}

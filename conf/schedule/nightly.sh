#!/usr/bin/env bash
# One night of a survey, for cron and for anything else that starts a command and looks at its exit code.
#
#   conf/schedule/nightly.sh CONF [--set key=value]... [other words of 'skypool run']
#
# SKYPOOL     the launcher; otherwise jobs/skypool of the project this script is in
# CATALOGUES  a folder: the newest *.csv in it (by name, so call them catalog-2026-11-21.csv) is the catalogue
# ALERT       a command that gets one line on its standard input when somebody should look
#
# Two runs of the same output never write at once: the second ends with exit code 2, so no lock is needed here.
set -u

conf=${1:?usage: nightly.sh CONF [words of skypool run]}
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
skypool=${SKYPOOL:-$here/../../jobs/skypool}

alert() {
  printf '%s\n' "$1" >&2
  if [ -n "${ALERT:-}" ]; then
    printf '%s\n' "$1" | $ALERT
  fi
}

words=()
if [ -n "${CATALOGUES:-}" ]; then
  newest=
  for file in "$CATALOGUES"/*.csv; do
    if [ -e "$file" ]; then newest=$file; fi
  done
  if [ -z "$newest" ]; then
    alert "nightly: no catalogue in $CATALOGUES"
    exit 3
  fi
  words=(--set "catalog.path=$newest")
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
exec 3>&1
"$skypool" run "$conf" ${words[@]+"${words[@]}"} "$@" 2>&1 >&3 | tee "$log" >&2
code=${PIPESTATUS[0]}
summary=$(tail -n 1 "$log")

case $code in
  0) printf 'nightly: %s\n' "$summary" ;;
  4) alert "nightly: done, but not to be trusted: $(grep '^untrustworthy: ' "$log" | head -n 1)" ;;
  2) alert "nightly: refused: $summary" ;;
  3) alert "nightly: the catalogue cannot be used: $summary" ;;
  *) alert "nightly: failed with code $code, the same command goes on where it was: $summary" ;;
esac
exit "$code"

#!/bin/sh
# Ships a release, as the contract asks: gates, backup confirmed, upgrade, purge of the
# asset cache, runtime contract. Stops at the first failure and prints the way back.
#
#   scripts/ship.sh --database erp --modules ipai_health,my_module \
#       --url https://erp.example.com --dsn postgresql://odoo@127.0.0.1/erp \
#       --conf deploy/odoo.conf --compose deploy/compose.yaml --backup erp.dump
#
# ODOO is the command that runs Odoo where its database is; the default starts it in a
# container of the compose file. Without --yes it only says what it would do.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
# what is printed, without the passwords of addresses, options and ODOO (-w is Odoo's)
masked() {
    "${PYTHON:-python3}" -c 'import sys
from ipai_health.core.redact import redact
sys.stdout.write(redact(sys.stdin.read()))' | sed 's/ -w [^ ]*/ -w ***/g'
}

database= modules= url= dsn= conf= compose= backup= addons= yes=
while [ $# -gt 0 ]; do
    case $1 in
        --yes) yes=1; shift; continue ;;
        --database | --modules | --url | --dsn | --conf | --compose | --backup | --addons)
            [ $# -gt 1 ] || { echo "ship: $1 needs a value" >&2; exit 2; } ;;
        *) echo "ship: unknown option $1" | masked >&2; exit 2 ;;
    esac
    case $1 in
        --database) database=$2 ;;
        --modules) modules=$2 ;;
        --url) url=$2 ;;
        --dsn) dsn=$2 ;;
        --conf) conf=$2 ;;
        --compose) compose=$2 ;;
        --backup) backup=$2 ;;
        --addons) addons=$2 ;;
    esac
    shift 2
done
needed() {
    [ -n "$2" ] || { echo "ship: --$1 is missing" >&2; exit 2; }
}
needed database "$database"
needed modules "$modules"
needed url "$url"
needed conf "$conf"
needed backup "$backup"
if [ -z "${ODOO:-}" ]; then
    [ -n "$compose" ] || { echo "ship: give --compose, or ODOO" >&2; exit 2; }
    ODOO="docker compose -f $compose run --rm -T odoo odoo"
fi
health() {
    if command -v ipai-health >/dev/null 2>&1; then
        ipai-health "$@"
    else
        "${PYTHON:-python3}" -m ipai_health.gates "$@"
    fi
}

# a backup that pg_dump or Odoo made, complete, not older than a day
backup_is_good() {
    [ -s "$backup" ] || { echo "there is no $backup, or it is empty"; return 1; }
    [ -n "$(find "$backup" -mmin -1440)" ] || { echo "it is older than a day"; return 1; }
    case $(head -c 5 "$backup" | tr -d '\0') in
        PGDMP)
            if command -v pg_restore >/dev/null 2>&1; then
                said=$(pg_restore --list "$backup" 2>&1 >/dev/null) && return
                case $said in
                    # an older pg_restore than the server: it cannot tell
                    *"unsupported version"*) ;;
                    *) echo "$said"; return 1 ;;
                esac
            fi ;;
        PK*) "${PYTHON:-python3}" -m zipfile -t "$backup" >/dev/null ;;
        *) echo "neither a dump of pg_dump -Fc nor a zip of Odoo"; return 1 ;;
    esac
}

stage=nothing
way_back() {
    echo "ship: stopped at: $stage" >&2
    if [ -z "$changed" ]; then
        echo "ship: nothing was changed" >&2
        return
    fi
    masked >&2 <<END
ship: the way back:
  1. stop Odoo:       ${compose:+docker compose -f $compose }stop odoo
  2. old code:        deploy the previous image or checkout
  3. old database:    dropdb $database && createdb $database
                      pg_restore --no-owner -d $database $backup
                      (a zip of Odoo: odoo db load $database $backup)
  4. start Odoo, then: ipai-health prod --url $url
END
}
changed=
show() { # a step as somebody would type it
    case $1 in
        health)
            shift
            echo "      ipai-health $*"
            ;;
        backup_is_good) echo "      ls -l $backup    # complete, not older than a day" ;;
        *) echo "      $*" ;;
    esac
}
step() {
    stage=$1
    shift
    echo "ship: $stage"
    if [ -z "$yes" ]; then
        show "$@" | masked
        return
    fi
    "$@" || { way_back; exit 1; }
}

step "gate: configuration" health config --no-color "$conf"
if [ -n "$compose" ]; then
    step "gate: compose" health compose --no-color -f "$compose" --conf "$conf"
fi
if [ -n "$addons" ]; then
    step "gate: modules" health modules --no-color --addons-path "$addons" \
        --require "$modules"
fi
step "backup is there" backup_is_good
[ -z "$yes" ] || changed=1
# ODOO is a command with words of its own
# shellcheck disable=SC2086
step "upgrade" $ODOO -d "$database" -u "$modules" --stop-after-init --no-http
# shellcheck disable=SC2086
step "purge of the asset cache" $ODOO health -d "$database" --purge-assets
step "runtime contract" health prod --no-color --url "$url" ${dsn:+--dsn "$dsn"}
if [ -n "$yes" ]; then
    echo "ship: done"
else
    echo "ship: a dry run, nothing was done; with --yes it is"
fi

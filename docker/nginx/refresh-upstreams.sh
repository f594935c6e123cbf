#!/bin/sh
# Keeps nginx's list of nodes to those that are ready: what active health checks do in
# the commercial nginx. Runs beside nginx, for ever, or once with --once.
#
#   NODES="10.0.0.11 10.0.0.12" SITE_HOST=erp.example.com refresh-upstreams.sh
#
# When no node is ready the list stays as it was: a wrong list serves more people than
# an empty one, which nginx refuses. What nginx did not take yet, because its reload
# failed or this script ended, is marked by a file and tried again.
set -eu

: "${NODES:?the nodes, host or host:port, separated by blanks}"
: "${SITE_HOST:=localhost}"
: "${UPSTREAMS:=/etc/nginx/upstreams}"
: "${INTERVAL:=2}"
: "${NGINX:=nginx}"
: "${WEBSOCKET_PORT:=8072}"
reload_due=$UPSTREAMS/reload.due

address() { # NODE: with a port
    case $1 in
        *:*) echo "$1" ;;
        *) echo "$1:8069" ;;
    esac
}

is_ready() { # NODE
    curl --silent --fail --output /dev/null --max-time 3 --header "Host: $SITE_HOST" \
        "http://$(address "$1")/ipai/health/ready"
}

ready_nodes() {
    for node in $NODES; do
        if is_ready "$node"; then
            echo "$node"
        fi
    done
}

write() { # FILE: what standard input brings, where that is something new
    cat >"$1.new"
    if cmp -s "$1.new" "$1"; then
        rm "$1.new"
        return
    fi
    touch "$reload_due"
    mv "$1.new" "$1"
}

refresh() {
    nodes=$(ready_nodes)
    if [ -z "$nodes" ]; then
        echo "refresh-upstreams: no node is ready, the list stays" >&2
        return 0
    fi
    for node in $nodes; do
        echo "server $(address "$node") max_fails=1 fail_timeout=5s;"
    done | write "$UPSTREAMS/odoo.conf"
    for node in $nodes; do
        host=$(address "$node")
        echo "server ${host%:*}:$WEBSOCKET_PORT max_fails=1 fail_timeout=5s;"
    done | write "$UPSTREAMS/websocket.conf"
    if [ -e "$reload_due" ] && [ -n "$NGINX" ]; then
        echo "refresh-upstreams: ready are $(echo "$nodes" | tr '\n' ' ')" >&2
        reload="$NGINX -s reload"
        unset NGINX # which nginx itself takes for sockets to inherit
        $reload
        rm "$reload_due"
    fi
}

mkdir -p "$UPSTREAMS"
if [ "${1:-}" = --once ]; then
    refresh
    exit
fi
while true; do
    # in a shell of its own: one round that fails does not end the others
    sh "$0" --once || echo "refresh-upstreams: failed, trying again" >&2
    sleep "$INTERVAL"
done

#!/bin/bash
# Writes the secrets that are files into an odoo.conf that only this user can read, so
# that none stands on a command line or in the environment, then starts Odoo.
set -eu

template=${ODOO_CONF_TEMPLATE:-/etc/odoo/odoo.conf}
conf=${ODOO_RUN_FOLDER:-/run/odoo}/odoo.conf

secret() { # NAME: what NAME holds, else what the file holds that NAME_FILE names
    local file_variable=$1_FILE
    local file=${!file_variable:-}
    if [ -n "${!1:-}" ]; then
        printf '%s' "${!1}"
    elif [ -n "$file" ]; then
        cat "$file"
    fi
}

option() { # NAME VALUE: set an option, whatever the template says
    if [ -n "$2" ]; then
        sed -i "/^$1[[:space:]]*=/d" "$conf"
        printf '%s = %s\n' "$1" "$2" >>"$conf"
    fi
}

umask 077
mkdir -p "$(dirname "$conf")"
cat "$template" >"$conf"
option db_password "$(secret PASSWORD)"
option admin_passwd "$(secret ADMIN_PASSWD)"
option ipai_health_token "$(secret IPAI_HEALTH_TOKEN)"
unset PASSWORD ADMIN_PASSWD IPAI_HEALTH_TOKEN
export ODOO_RC=$conf

case ${1:-odoo} in
    -*) set -- odoo "$@" ;;
esac
exec "$@"

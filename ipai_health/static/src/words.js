import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";

/** How a severity looks: never by its colour alone. */
export function severityLook(severity) {
    return {
        critical: {label: _t("Critical"), icon: "fa-times-circle", color: "danger"},
        warning: {
            label: _t("Warning"),
            icon: "fa-exclamation-triangle",
            color: "warning",
        },
        info: {label: _t("Information"), icon: "fa-info-circle", color: "info"},
    }[severity];
}

/** How long ago a moment of the server was, in words: "5 minutes ago". */
export function ago(moment) {
    return moment ? deserializeDateTime(moment).toRelative() : "";
}

/** A moment of the server with date and time, as people here write it. */
export function exactly(moment) {
    return moment ? formatDateTime(deserializeDateTime(moment)) : "";
}

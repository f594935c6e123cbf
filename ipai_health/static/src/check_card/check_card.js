import {_t} from "@web/core/l10n/translation";
import {Component} from "@odoo/owl";
import {ago, exactly} from "../words";

const QUIET = "muted";

/** One check: its state, when it looked and how long that took. */
export class CheckCard extends Component {
    static template = "ipai_health.CheckCard";
    static props = {check: Object, open: Function};

    setup() {
        Object.assign(this, {ago, exactly});
    }

    get look() {
        const {enabled, outcome, status} = this.props.check;
        if (!enabled) {
            return {label: _t("Switched off"), icon: "fa-power-off", color: QUIET};
        }
        if (outcome === "done") {
            return {
                pass: {
                    label: _t("In order"),
                    icon: "fa-check-circle",
                    color: "success",
                },
                warn: {
                    label: _t("Warning"),
                    icon: "fa-exclamation-triangle",
                    color: "warning",
                },
                fail: {label: _t("Failing"), icon: "fa-times-circle", color: "danger"},
            }[status || "pass"];
        }
        if (outcome === "skipped") {
            return {label: _t("Does not apply"), icon: "fa-minus-circle", color: QUIET};
        }
        if (outcome) {
            return {
                label: _t("Could not look"),
                icon: "fa-question-circle",
                color: "warning",
            };
        }
        return {label: _t("Not looked yet"), icon: "fa-clock-o", color: QUIET};
    }

    /** The duration with its unit: 0.012 s, 3.4 s. */
    get duration() {
        const value = this.props.check.duration;
        const digits = {maximumFractionDigits: value < 1 ? 3 : 1};
        return _t("%s s", new Intl.NumberFormat(undefined, digits).format(value));
    }
}

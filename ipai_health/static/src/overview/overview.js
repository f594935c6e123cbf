import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {downloadFile} from "@web/core/network/download";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {CheckCard} from "../check_card/check_card";
import {FindingCard} from "../finding_card/finding_card";
import {RemedyDialog} from "../remedy_dialog/remedy_dialog";
import {ago, exactly} from "../words";

/** Milliseconds between two questions how far a run is. */
const POLL = 1000;

/** How long a maintenance window may be begun for, in minutes. */
const SPANS = [30, 120, 480];

/** The page Settings, Health, Overview. */
export class HealthOverview extends Component {
    static template = "ipai_health.Overview";
    static components = {CheckCard, Dropdown, DropdownItem, FindingCard, Layout};
    static props = {...standardActionServiceProps};
    static path = "health";
    static displayName = _t("Health");

    setup() {
        this.exactly = exactly;
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({data: {}, running: false});
        onWillStart(() => this.load());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    async load() {
        this.state.data = await this.orm.call("ipai.health.overview", "load", []);
        this.state.running = this.state.data.running;
        if (this.state.running) {
            this.watch();
        }
    }

    /** How the sign beside the sentence looks. */
    get sign() {
        const {status, last_run} = this.state.data;
        if (status === "pass" && !last_run) {
            return {icon: "fa-clock-o", color: "info"};
        }
        return {
            pass: {icon: "fa-check", color: "success"},
            warn: {icon: "fa-exclamation", color: "warning"},
            fail: {icon: "fa-times", color: "danger"},
        }[status];
    }

    /** When and by whom it was last looked, in one sentence. */
    get lookedSentence() {
        const {last_run} = this.state.data;
        if (!last_run) {
            return _t("The first look follows within minutes of the installation.");
        }
        const {depth, trigger} = last_run;
        return _t("Last looked %(ago)s (%(depth)s, %(trigger)s)", {
            ago: ago(last_run.end),
            depth,
            trigger,
        });
    }

    get mutedSentence() {
        return _t("Muted: %s", this.state.data.muted);
    }

    get maintenanceSentence() {
        const {active, from, until} = this.state.data.maintenance;
        if (active) {
            return _t(
                "Maintenance until %s: findings are recorded, but nobody is told and the probe does not count them.",
                exactly(until)
            );
        }
        return _t("Maintenance is planned from %(from)s to %(until)s.", {
            from: exactly(from),
            until: exactly(until),
        });
    }

    get lookingSentence() {
        const {check, done, total} = this.state.running;
        return total
            ? _t("Looking: %(check)s (%(done)s/%(total)s)", {check, done, total})
            : _t("Looking: %s", check);
    }

    get shownGroups() {
        return this.state.data.groups.filter((group) => group.findings.length);
    }

    get percent() {
        const {checks_done, checks_total, done, total} = this.state.running;
        const part = total ? done / total : 0;
        return checks_total
            ? Math.round((100 * (checks_done + part)) / checks_total)
            : 0;
    }

    /** The day with which the history begins. */
    get historyStart() {
        return formatDate(deserializeDate(this.state.data.history[0].day));
    }

    dayTitle(day) {
        const date = formatDate(deserializeDate(day.day));
        const words = {
            pass: _t("in order"),
            warn: _t("warnings"),
            fail: _t("failing"),
        };
        return `${date}: ${words[day.status] || _t("nothing looked")}`;
    }

    get spans() {
        return SPANS.map((minutes) => ({
            minutes,
            label:
                minutes < 60
                    ? _t("Maintenance for %s minutes", minutes)
                    : _t("Maintenance for %s hours", minutes / 60),
        }));
    }

    /** Ask from when to when maintenance lasts. */
    planMaintenance() {
        return this.action.doAction("ipai_health.action_maintenance_plan", {
            onClose: () => this.load(),
        });
    }

    /** Begin a maintenance window; 0 minutes end it, or give it up. */
    async maintain(minutes) {
        await this.orm.call("ipai.health.maintenance", "start", [minutes]);
        await this.load();
    }

    /**
     * Put the whole state on the clipboard, as Markdown without secrets; into a file
     * where the browser gives no clipboard, as over plain HTTP.
     */
    async copyReport() {
        const report = await this.orm.call("ipai.health.report", "markdown", []);
        try {
            await browser.navigator.clipboard.writeText(report);
        } catch {
            downloadFile(report, "health.md", "text/markdown");
            return;
        }
        this.notification.add(_t("The report is on the clipboard."), {type: "success"});
    }

    async runNow(depth = "standard") {
        this.state.running = {
            check: "",
            done: 0,
            total: 0,
            checks_done: 0,
            checks_total: 0,
        };
        this.watch();
        try {
            const begun = await this.orm.silent.call(
                "ipai.health.overview",
                "run_now",
                [depth]
            );
            if (!begun) {
                this.notification.add(_t("A run is under way already."), {
                    type: "info",
                });
            }
        } finally {
            browser.clearTimeout(this.timer);
            this.state.running = false;
            await this.load();
        }
    }

    /** Ask how far the run is until there is none any more. */
    watch() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(async () => {
            const progress = await this.orm.silent.call(
                "ipai.health.overview",
                "progress",
                []
            );
            if (progress) {
                this.state.running = progress;
                this.watch();
            } else if (this.state.running) {
                await this.load();
            }
        }, POLL);
    }

    repair(code, target) {
        this.dialog.add(RemedyDialog, {
            code,
            target: target || undefined,
            onDone: () => this.load(),
        });
    }

    open(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("ipai_health.overview", HealthOverview);

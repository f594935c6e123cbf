import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";

/** Milliseconds between two looks: as often as the quick self-check runs. */
const EVERY = 5 * 60 * 1000;

/** A sign for the Health group, shown only while something is failing. */
export class HealthSystray extends Component {
    static template = "ipai_health.Systray";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({count: 0});
        onWillStart(async () => {
            if (await user.hasGroup("ipai_health.group_user")) {
                this.ask();
            }
        });
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    /** Ask how much is failing, now and again later; a lost server is not our news. */
    async ask() {
        try {
            this.state.count = await this.orm.silent.call(
                "ipai.health.overview",
                "failing",
                []
            );
        } catch {
            this.state.count = 0;
        }
        this.timer = browser.setTimeout(() => this.ask(), EVERY);
    }

    get title() {
        return this.state.count === 1
            ? _t("Health: 1 critical finding")
            : _t("Health: %s critical findings", this.state.count);
    }

    open() {
        return this.action.doAction("ipai_health.action_overview", {
            clearBreadcrumbs: true,
        });
    }
}

registry
    .category("systray")
    .add("ipai_health.Systray", {Component: HealthSystray}, {sequence: 30});

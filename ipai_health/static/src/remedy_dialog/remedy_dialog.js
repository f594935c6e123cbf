import {_t} from "@web/core/l10n/translation";
import {Dialog} from "@web/core/dialog/dialog";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Component, onWillStart, useState} from "@odoo/owl";

/**
 * One repair in the frame of all: shows the plan, asks, does it, says what happened.
 */
export class RemedyDialog extends Component {
    static template = "ipai_health.RemedyDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        code: String,
        target: {type: String, optional: true},
        onDone: {type: Function, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({stage: "plan", plan: {}, result: {}});
        onWillStart(async () => {
            this.state.plan = await this.call("plan", []);
        });
    }

    call(method, more) {
        const args = [this.props.code, this.props.target || false, ...more];
        return this.orm.call("ipai.health.remedy", method, args);
    }

    get resultClass() {
        return {done: "success", refused: "warning", failed: "danger"}[
            this.state.result.state
        ];
    }

    get resultTitle() {
        return {
            done: _t("Done"),
            refused: _t("Nothing was changed"),
            failed: _t("Not everything worked"),
        }[this.state.result.state];
    }

    async confirm() {
        if (this.state.stage !== "plan") {
            return;
        }
        this.state.stage = "doing";
        try {
            this.state.result = await this.call("apply", [this.state.plan.token]);
        } catch (error) {
            this.props.close();
            throw error;
        }
        this.state.stage = "result";
        this.props.onDone?.();
    }
}

/** The client action that forms and lists open the dialog with. */
function openRemedy(env, action) {
    const {code, target} = action.params;
    env.services.dialog.add(RemedyDialog, {
        code,
        target: target || undefined,
        onDone: () => env.services.action.doAction("soft_reload"),
    });
}

registry.category("actions").add("ipai_health.remedy", openRemedy);

import { Component } from "@odoo/owl";
import { ago, exactly, severityLook } from "../words";

/** One finding: the fault in two lines; unfolded, why it matters and what to do. */
export class FindingCard extends Component {
    static template = "ipai_health.FindingCard";
    static props = { finding: Object, repair: Function, open: Function };

    setup() {
        Object.assign(this, { ago, exactly });
    }

    get severity() {
        return severityLook(this.props.finding.severity);
    }
}

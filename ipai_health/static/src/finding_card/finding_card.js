import {_t} from "@web/core/l10n/translation";
import {Component} from "@odoo/owl";
import {ago, exactly, severityLook} from "../words";

/** One finding: the fault in two lines; unfolded, why it matters and what to do. */
export class FindingCard extends Component {
    static template = "ipai_health.FindingCard";
    static props = {finding: Object, repair: Function, open: Function};

    /** When it was seen, in one sentence. */
    get seen() {
        const {id, first_seen, last_seen, seen_count} = this.props.finding;
        if (!id) {
            return _t("Seen live just now.");
        }
        return _t("First seen %(first)s, last %(last)s, times seen: %(count)s.", {
            first: exactly(first_seen),
            last: ago(last_seen),
            count: seen_count,
        });
    }

    get severity() {
        return severityLook(this.props.finding.severity);
    }
}

import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Component} from "@odoo/owl";
import {RemedyDialog} from "../remedy_dialog/remedy_dialog";

/** The repairs that a finding offers, as buttons of its form. */
export class HealthOffers extends Component {
    static template = "ipai_health.Offers";
    static props = {...standardWidgetProps};

    setup() {
        this.dialog = useService("dialog");
    }

    get offers() {
        return this.props.record.data.offers || [];
    }

    repair({code, target}) {
        this.dialog.add(RemedyDialog, {
            code,
            target: target || undefined,
            onDone: () => this.props.record.load(),
        });
    }
}

registry.category("view_widgets").add("ipai_health_offers", {
    component: HealthOffers,
    fieldDependencies: [{name: "offers", type: "json"}],
});

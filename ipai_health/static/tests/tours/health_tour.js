import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("ipai_health_overview", {
    url: "/odoo/health",
    steps: () => [
        {trigger: ".o_ipai_health_status h2"},
        {
            trigger: ".o_ipai_health_finding[data-rule=asset-file-missing] summary",
            run: "click",
        },
        {
            trigger: ".o_ipai_health_finding button[name=open_finding]",
            run: "click",
        },
        {trigger: ".o_form_view .o_field_widget[name=advice]"},
        {trigger: "button[name=action_mute]", run: "click"},
        {trigger: ".modal .o_field_widget[name=reason] input", run: "edit known"},
        {trigger: ".modal button[name=action_mute]", run: "click"},
        {trigger: "button[name=action_unmute]", run: "click"},
        {trigger: "button[name=action_mute]"},
    ],
});

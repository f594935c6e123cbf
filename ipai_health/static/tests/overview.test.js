import {expect, test} from "@odoo/hoot";
import {queryAllTexts, queryText} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();

const HEALTHY = {
    status: "pass",
    sentence: "Everything is in order.",
    last_run: {end: "2026-01-01 00:00:00", depth: "Quick", trigger: "by schedule"},
    running: false,
    maintenance: false,
    groups: [],
    muted: 0,
    checks: [],
    history: [{day: "2026-01-01", status: "pass", runs: 3}],
    can_act: true,
};

const LOST = {
    id: 7,
    check: "assets",
    rule: "asset-file-missing",
    severity: "critical",
    subject: "web.assets_web.min.css",
    node: "",
    title: "A generated bundle is lost",
    message: "The file is gone.",
    why: "Pages answer 500.",
    remedy: "Purge the asset cache.",
    impact: "broken",
    res_model: false,
    res_id: false,
    can_open: false,
    first_seen: "2026-01-01 00:00:00",
    last_seen: "2026-01-01 00:00:00",
    seen_count: 2,
    offers: [{code: "purge-assets", title: "Purge asset cache", target: ""}],
};

function broken(more = {}) {
    return {
        ...HEALTHY,
        status: "fail",
        sentence: "One thing is broken now.",
        groups: [{impact: "broken", title: "Broken now", findings: [LOST]}],
        ...more,
    };
}

async function open(data) {
    onRpc("ipai.health.overview", "load", () => data);
    onRpc("ipai.health.overview", "failing", () => 0);
    onRpc("has_group", () => true);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "ipai_health.overview",
    });
}

test("a healthy database is a calm page", async () => {
    await open(HEALTHY);
    expect(".o_ipai_health_status h2").toHaveText("Everything is in order.");
    expect(".o_ipai_health_finding").toHaveCount(0);
    expect("button[name=run_now]").toHaveCount(1);
});

test("who may only look is offered no repair", async () => {
    await open({...HEALTHY, can_act: false});
    expect("button[name=run_now]").toHaveCount(0);
    expect("button[name=purge]").toHaveCount(0);
});

test("a finding says what, why and what to do, and its severity in words", async () => {
    await open(broken());
    expect(".o_ipai_health_severity").toHaveText("Critical");
    await contains(".o_ipai_health_finding summary").click();
    expect(queryText(".o_ipai_health_body")).toInclude("Pages answer 500.");
    expect(queryAllTexts(".o_ipai_health_body button")).toEqual([
        "Purge asset cache",
        "Details",
    ]);
});

test("the record of a finding is offered to whom may read it", async () => {
    const wrong = {...LOST, res_model: "ir.ui.view", res_id: 5};
    const findings = [wrong, {...wrong, subject: "b.js", can_open: true}];
    await open(broken({groups: [{impact: "broken", title: "Broken", findings}]}));
    for (const summary of document.querySelectorAll(".o_ipai_health_finding summary")) {
        await contains(summary).click();
    }
    const [closed, opened] = document.querySelectorAll(".o_ipai_health_body");
    expect(closed.querySelector("button[name=open_record]")).toBe(null);
    expect(opened.querySelector("button[name=open_record]")).not.toBe(null);
});

test("a repair is planned, confirmed once, and told", async () => {
    onRpc("ipai.health.remedy", "plan", () => ({
        title: "Purge asset cache",
        summary: "2 bundles are built again.",
        items: ["a.min.css", "b.min.js"],
        warning: "",
        refusal: "",
        token: "t",
    }));
    onRpc("ipai.health.remedy", "apply", ({args}) => {
        expect.step(`apply ${args[0]} ${args[2]}`);
        return {
            state: "done",
            message: "2 bundles were built.",
            details: [],
            seconds: 1,
            open: [],
        };
    });
    await open(broken());
    await contains(".o_ipai_health_finding summary").click();
    await contains(".o_ipai_health_body button[name=purge-assets]").click();
    expect(queryAllTexts(".modal li")).toEqual(["a.min.css", "b.min.js"]);
    const button = document.querySelector(".modal footer .btn-primary");
    button.click();
    button.click();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["apply purge-assets t"]);
    expect(".modal .alert-success").toHaveCount(1);
});

test("a refusal leaves nothing to confirm", async () => {
    onRpc("ipai.health.remedy", "plan", () => ({
        title: "Purge asset cache",
        summary: "",
        items: [],
        warning: "",
        refusal: "Not now: modules wait.",
        token: "t",
    }));
    await open(broken());
    await contains("button[name=purge]").click();
    expect(".modal .alert-warning").toHaveText("Not now: modules wait.");
    expect(".modal footer .btn-primary").toHaveCount(0);
});

test("maintenance is said, and can be ended", async () => {
    onRpc("ipai.health.maintenance", "start", ({args}) => {
        expect.step(`start ${args[0]}`);
        return false;
    });
    await open({
        ...HEALTHY,
        maintenance: {from: false, until: "2030-01-01 00:00:00", active: true},
    });
    expect(".o_ipai_health_page .alert-info").toHaveCount(1);
    await contains(".o_ipai_health_more").click();
    await contains(".o-dropdown-item:contains(End maintenance)").click();
    expect.verifySteps(["start 0"]);
});

test("a maintenance to come says from when to when, and can be given up", async () => {
    onRpc("ipai.health.maintenance", "start", ({args}) => {
        expect.step(`start ${args[0]}`);
        return false;
    });
    await open({
        ...HEALTHY,
        maintenance: {
            from: "2030-01-01 10:00:00",
            until: "2030-01-01 12:00:00",
            active: false,
        },
    });
    expect(queryText(".o_ipai_health_page .alert-info")).toInclude("is planned from");
    await contains(".o_ipai_health_more").click();
    await contains(".o-dropdown-item:contains(Give up the maintenance)").click();
    expect.verifySteps(["start 0"]);
});

test("a check that is switched off, or does not apply, says so and why", async () => {
    const check = {
        id: 1,
        enabled: true,
        status: "pass",
        outcome: "done",
        reason: "",
        last_look: "2026-01-01 00:00:00",
        duration: 0.5,
        open: 0,
    };
    await open({
        ...HEALTHY,
        checks: [
            {...check, name: "assets", title: "Assets"},
            {...check, name: "views", title: "Views", enabled: false},
            {
                ...check,
                name: "log",
                title: "Log",
                outcome: "skipped",
                reason: "This server writes no log file.",
            },
        ],
    });
    const cards = queryAllTexts(".o_ipai_health_check");
    expect(cards[0]).toInclude("In order");
    expect(cards[1]).toInclude("Switched off");
    expect(cards[2]).toInclude("Does not apply");
    expect(cards[2]).toInclude("This server writes no log file.");
});

test("maintenance begins now for as long as is chosen", async () => {
    onRpc("ipai.health.maintenance", "start", ({args}) => {
        expect.step(`start ${args[0]}`);
        return "2030-01-01 00:00:00";
    });
    await open(HEALTHY);
    await contains(".o_ipai_health_more").click();
    expect(queryAllTexts(".o-dropdown--menu .o-dropdown-item")).toEqual([
        "Copy report",
        "Look at everything",
        "Maintenance for 30 minutes",
        "Maintenance for 2 hours",
        "Maintenance for 8 hours",
        "Plan maintenance\u2026",
        "Repair page",
    ]);
    await contains(".o-dropdown-item:contains(2 hours)").click();
    expect.verifySteps(["start 120"]);
});

test("who may only look can copy the report, and nothing else", async () => {
    await open({...HEALTHY, can_act: false});
    await contains(".o_ipai_health_more").click();
    expect(queryAllTexts(".o-dropdown--menu .o-dropdown-item")).toEqual([
        "Copy report",
    ]);
});

test("a run under way shows how far it is until it ends", async () => {
    const running = {
        check: "Assets",
        done: 3,
        total: 9,
        checks_done: 2,
        checks_total: 14,
    };
    const answers = [{...running, done: 5}, false];
    onRpc("ipai.health.overview", "progress", () => answers.shift());
    const data = {...HEALTHY, running};
    await open(data);
    expect(".progress + small").toHaveText("Looking: Assets (3/9)");
    await advanceTime(1000);
    await animationFrame();
    expect(".progress + small").toHaveText("Looking: Assets (5/9)");
    data.running = false;
    await advanceTime(1000);
    await animationFrame();
    expect(".progress").toHaveCount(0);
});

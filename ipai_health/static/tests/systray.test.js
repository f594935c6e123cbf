import {expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {HealthSystray} from "@ipai_health/systray/systray";

defineMailModels();

test("a healthy database shows no sign", async () => {
    onRpc("has_group", () => true);
    onRpc("ipai.health.overview", "failing", () => 0);
    await mountWithCleanup(HealthSystray);
    await animationFrame();
    expect(".o_ipai_health_systray").toHaveCount(0);
});

test("a failing one shows how many findings", async () => {
    onRpc("has_group", () => true);
    onRpc("ipai.health.overview", "failing", () => 3);
    await mountWithCleanup(HealthSystray);
    await animationFrame();
    expect(".o_ipai_health_systray .badge").toHaveText("3");
});

test("others are never asked", async () => {
    onRpc("has_group", () => false);
    onRpc("ipai.health.overview", "failing", () => expect.step("asked"));
    await mountWithCleanup(HealthSystray);
    await animationFrame();
    expect.verifySteps([]);
    expect(".o_ipai_health_systray").toHaveCount(0);
});

const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
    js.configs.recommended,
    {
        files: ["ipai_health/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", owl: "readonly"},
        },
        rules: {
            "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
            eqeqeq: "error",
            "prefer-const": "error",
            "no-var": "error",
            "no-eval": "error",
        },
    },
];

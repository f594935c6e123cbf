// As OCA formats its addons.
module.exports = {
    plugins: ["@prettier/plugin-xml"],
    bracketSpacing: false,
    printWidth: 88,
    tabWidth: 4,
    xmlWhitespaceSensitivity: "strict",
    semi: true,
    trailingComma: "es5",
};

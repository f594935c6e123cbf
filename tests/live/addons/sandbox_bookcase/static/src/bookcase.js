/** @odoo-module **/
export const bookcase = { shelves: 4 };

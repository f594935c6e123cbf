"""A model with one field of each kind that a fault takes away."""

from odoo import fields, models


class Book(models.Model):
    _name = "sandbox.book"
    _description = "Book of the sandbox"

    name = fields.Char(required=True)
    pages = fields.Integer()
    price = fields.Float()
    borrowed = fields.Boolean()
    author_id = fields.Many2one("res.partner")
    reader_ids = fields.Many2many("res.partner", "sandbox_book_reader")

    def action_borrow(self):
        self.borrowed = True

    def _cron_remind(self):
        return None

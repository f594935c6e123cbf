"""A field points at a model that no code brings."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a field pointing at a lost model",
    rule="field-model-missing",
    subject=lambda site: "sandbox.book.author_id",
    stored=True,
    health=200,
    ready=200,
    **saying(
        "UPDATE ir_model_fields SET relation = 'sandbox.author' "
        "WHERE model = 'sandbox.book' AND name = 'author_id'",
        "UPDATE ir_model_fields SET relation = 'res.partner' "
        "WHERE model = 'sandbox.book' AND name = 'author_id'",
    ),
)

"""The check of views on templates: what the compiler refuses and lost calls."""

from odoo.tests import tagged

from .view_case import ViewCase

PAGE = """<t t-name="zz.page">
    <t t-call="web.layout">
        <t t-foreach="docs" t-as="doc">
            <p t-if="doc.name" t-att-class="doc.kind" t-out="doc.name"/>
            <p t-else="">None of <t t-out="doc_size"/></p>
        </t>
    </t>
</t>"""


@tagged("post_install", "-at_install")
class TestTemplates(ViewCase):
    def make_template(self, arch, key="zz.page", **values):
        return self.make(arch, model=False, type="qweb", key=key, **values)

    def refused(self, old, new, line, *words):
        view = self.make_template(PAGE.replace(old, new))
        self.assert_only("template-broken", view, line, *words)

    def test_quiet_about_a_sound_template(self):
        self.make_template(PAGE)
        self.assert_quiet()

    def test_lost_call_is_found(self):
        self.refused("web.layout", "web.no_layout", 2, "web.no_layout")

    def test_quiet_about_a_call_that_only_rendering_knows(self):
        self.make_template(PAGE.replace("web.layout", "{{layout}}"))
        self.assert_quiet()

    def test_quiet_about_a_call_of_an_inactive_template_with_an_external_id(self):
        self.env.ref("web.brand_promotion_message").active = False
        self.make_template(PAGE.replace("web.layout", "web.brand_promotion_message"))
        self.assert_quiet()

    def test_call_by_the_number_of_no_template_is_found(self):
        self.refused("web.layout", "999999999", 2, "999999999")

    def test_expression_that_does_not_compile_is_found(self):
        self.refused('t-if="doc.name"', 't-if="doc.name and"', 4, "t-if")

    def test_expression_in_another_language_than_html_is_found(self):
        # as in electronic invoices: the compiler names the node by its prefix
        invoice = """<t t-name="zz.page">
            <cbc:Invoice xmlns:cbc="urn:invoice">
                <cbc:Percent t-if="{condition}"/>
            </cbc:Invoice>
        </t>"""
        sound = self.make_template(invoice.format(condition="(doc.rate)"))
        self.assert_quiet()
        sound.unlink()
        view = self.make_template(invoice.format(condition="(doc.rate"))
        self.assert_only("template-broken", view, 3, "t-if")

    def test_forbidden_name_in_an_expression_is_found(self):
        self.refused("doc.kind", "doc.__class__", 4, "__class__")

    def test_expression_in_a_format_is_found(self):
        self.refused(
            't-att-class="doc.kind"', 't-attf-class="a #{doc.} b"', 4, "t-attf-class"
        )

    def test_loose_else_is_found(self):
        self.refused("<p t-else", "<hr/><p t-else", 5, "t-elif")

    def test_loop_without_a_name_is_found(self):
        self.refused(' t-as="doc"', "", 3, "t-as")

    def test_call_on_another_element_is_found(self):
        arch = PAGE.replace('<t t-call="web.layout">', '<div t-call="web.layout">')
        arch = arch.replace("    </t>\n</t>", "    </div>\n</t>")
        self.assert_only("template-broken", self.make_template(arch), 2, "t-call")

    def test_field_on_a_cell_is_found(self):
        self.refused(
            "<t t-out=", "<td t-field='doc.name'/><t t-out=", 5, "QWeb widgets"
        )

    def test_quiet_about_what_is_never_compiled(self):
        dead = "<t t-set='x' t-value='1'><t t-out='1 +'/></t><t t-out="
        self.make_template(PAGE.replace("<t t-out=", dead))
        self.assert_quiet()

    def test_quiet_about_odd_expressions_that_compile(self):
        for odd in (
            "[a for a in docs if a]",
            "(lambda a: a + 1)(2)",
            "f'{doc}'",
            "{a: b for a, b in docs.items()}",
            "docs[1:2]",
            "dict(a=1, **docs)",
        ):
            view = self.make_template(PAGE.replace("doc.kind", odd))
            with self.subTest(odd):
                self.assert_quiet()
            view.unlink()

    def test_extension_is_blamed_and_not_the_template(self):
        page = self.make_template(PAGE)
        arch = """<data><xpath expr="//p[@t-if]" position="attributes">
            <attribute name="t-if">doc.name )</attribute></xpath></data>"""
        extension = self.extend(page, arch, key="zz.more")
        self.assert_only("template-broken", extension, 2, "t-if")

    def test_locator_of_a_template_that_finds_nothing_is_found(self):
        page = self.make_template(PAGE)
        extension = self.extend(
            page, "<xpath expr='//table' position='after'/>", key="z"
        )
        self.assert_only("view-inheritance-broken", extension, 1, "//table")

    def test_broken_xml_of_a_template_is_a_broken_template(self):
        view = self.make_template(PAGE.replace("</t>\n</t>", "</t>"))
        self.assert_only("template-broken", view, 7, "XML")

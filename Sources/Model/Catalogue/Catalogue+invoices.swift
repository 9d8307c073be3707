extension Catalogue {
  /// One row per order that is invoiced, or would be.
  package static let invoices = Entity(
    slug: "invoices", label: "Invoices",
    description:
      """
      One row per order that is invoiced, or would be: orders that are not pending, failed \
      or cancelled, and any order that carries an invoice number of a PDF-invoice plugin.
      """,
    icon: "dashicons-media-document", kind: .fact, key: ["order_id"],
    delivery: .signed, mainDate: "invoice_date",
    exclusion: Entity.Exclusion(
      column: "order_status",
      values: ["auto-draft", "trash", "checkout-draft", "pending", "failed", "cancelled"]),
    isEnabledByDefault: false,
    columns: [
      Column(
        "source_store", .string, nullable: false, group: "Meta",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Which store the row is from: the name given to the store in the \
        configuration, the same in every table
        """,
        value: .store),
      Column(
        "order_id", .int64, nullable: false, group: "Invoice",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order",
        value: .input("id")),
      Column(
        "order_number", .string, nullable: false, group: "Invoice",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Order number",
        value: .either(
          .sequentialOrderNumbers,
          .first([.meta("_order_number_formatted"), .meta("_order_number"), .input("id")]),
          .input("id"))),
      Column(
        "invoice_number", .string, nullable: true, group: "Invoice",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Number of the plugin, null when there is none. First that is not empty \
        of: _wcpdf_invoice_number, _wcpdf_formatted_invoice_number, \
        wf_invoice_number, _bewpi_invoice_number, \
        _ywpi_invoice_formatted_number, _ywpi_invoice_number, \
        _pip_invoice_number, _wc_pip_invoice_number, _invoice_number, \
        invoice_number
        """,
        value: .first([
          .meta("_wcpdf_invoice_number"),
          .meta("_wcpdf_formatted_invoice_number"),
          .meta("wf_invoice_number"),
          .meta("_bewpi_invoice_number"),
          .meta("_ywpi_invoice_formatted_number"),
          .meta("_ywpi_invoice_number"),
          .meta("_pip_invoice_number"),
          .meta("_wc_pip_invoice_number"),
          .meta("_invoice_number"),
          .meta("invoice_number"),
        ])),
      Column(
        "invoice_reference", .string, nullable: false, group: "Invoice",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "invoice_number, else the order number",
        value: .first([.column("invoice_number"), .column("order_number")])),
      Column(
        "has_invoice_number", .boolean, nullable: false, group: "Invoice",
        presets: [.analytics], additive: false, privacy: .none,
        "A plugin numbered it",
        value: .hasText([
          .meta("_wcpdf_invoice_number"),
          .meta("_wcpdf_formatted_invoice_number"),
          .meta("wf_invoice_number"),
          .meta("_bewpi_invoice_number"),
          .meta("_ywpi_invoice_formatted_number"),
          .meta("_ywpi_invoice_number"),
          .meta("_pip_invoice_number"),
          .meta("_wc_pip_invoice_number"),
          .meta("_invoice_number"),
          .meta("invoice_number"),
        ])),
      Column(
        "order_status", .string, nullable: false, group: "Invoice",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Status of the order",
        value: .status(.input("status"))),
      Column(
        "customer_id", .int64, nullable: false, group: "Customer",
        presets: [.analytics], additive: false, privacy: .none,
        "User id, 0 = guest",
        value: .input("customer_id")),
      Column(
        "billing_name", .string, nullable: true, group: "Customer",
        presets: [.essential], additive: false, privacy: .personal,
        "First and last name, trimmed",
        value: .trimmed(
          .joined(
            [.input("billing_first_name"), .input("billing_last_name")], separator: " "))),
      Column(
        "billing_company", .string, nullable: true, group: "Customer",
        presets: [], additive: false, privacy: .personal,
        "Company",
        value: .input("billing_company")),
      Column(
        "billing_country", .string, nullable: true, group: "Customer",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Country",
        value: .input("billing_country")),
      Column(
        "billing_email", .string, nullable: true, group: "Customer",
        presets: [], additive: false, privacy: .contact,
        "E-mail",
        value: .input("billing_email")),
      Column(
        "vat_number", .string, nullable: true, group: "Customer",
        presets: [], additive: false, privacy: .identifier,
        """
        VAT number. First that is not empty of: _billing_vat_number, \
        _vat_number, _billing_eu_vat_number, _billing_vat_id, _billing_vat, \
        vat_number, _eu_vat_number, vat_id, _vat_id
        """,
        value: .first([
          .meta("_billing_vat_number"),
          .meta("_vat_number"),
          .meta("_billing_eu_vat_number"),
          .meta("_billing_vat_id"),
          .meta("_billing_vat"),
          .meta("vat_number"),
          .meta("_eu_vat_number"),
          .meta("vat_id"),
          .meta("_vat_id"),
        ])),
      Column(
        "currency", .string, nullable: true, group: "Financial",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        "Currency",
        value: .input("currency")),
      Column(
        "net_amount", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "total - total_tax, shipping included",
        value: .difference(.column("gross_amount"), [.column("tax_amount")])),
      Column(
        "tax_amount", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "All tax",
        value: .rounded(.sum([.input("cart_tax"), .input("shipping_tax")]))),
      Column(
        "gross_amount", .decimal, nullable: false, group: "Financial",
        presets: [.essential, .analytics], additive: true, privacy: .none,
        "Total",
        value: .rounded(.input("total"))),
      Column(
        "discount_amount", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Discount without tax",
        value: .input("discount_total")),
      Column(
        "shipping_amount", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Shipping without tax",
        value: .input("shipping_total")),
      Column(
        "refunded_amount", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "Refunded, positive",
        value: .negated(.input("refunds_total"))),
      Column(
        "amount_after_refunds", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "gross_amount - refunded_amount",
        value: .difference(.column("gross_amount"), [.column("refunded_amount")])),
      Column(
        "amount_due", .decimal, nullable: false, group: "Financial",
        presets: [.analytics], additive: true, privacy: .none,
        "0 when the order has a payment date, else amount_after_refunds",
        value: .condition(
          .hasMoment(.input("date_paid_gmt")), then: .sum([]),
          otherwise: .column("amount_after_refunds"))),
      Column(
        "payment_method", .string, nullable: true, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Gateway id",
        value: .input("payment_method")),
      Column(
        "payment_method_title", .string, nullable: true, group: "Financial",
        presets: [.analytics], additive: false, privacy: .none,
        "Gateway title",
        value: .input("payment_method_title")),
      Column(
        "invoice_date", .dateTime, nullable: true, group: "Dates",
        presets: [.essential, .analytics], additive: false, privacy: .none,
        """
        Store-local: the plugin's date (_wcpdf_invoice_date, _wf_invoice_date, \
        _bewpi_invoice_date, _ywpi_invoice_date; unix seconds are UTC instants, \
        text is store-local), else payment, else completion, else creation
        """,
        value: .first([
          .written(.meta("_wcpdf_invoice_date")),
          .written(.meta("_wf_invoice_date")),
          .written(.meta("_bewpi_invoice_date")),
          .written(.meta("_ywpi_invoice_date")),
          .local(.input("date_paid_gmt")),
          .local(.input("date_completed_gmt")),
          .local(.input("date_created_gmt")),
        ])),
      Column(
        "order_date_created", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Creation of the order, store-local",
        value: .local(.input("date_created_gmt"))),
      Column(
        "order_date_created_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [], additive: false, privacy: .none,
        "Creation of the order, UTC",
        value: .input("date_created_gmt")),
      Column(
        "date_paid_gmt", .dateTime, nullable: true, group: "Dates",
        presets: [.analytics], additive: false, privacy: .none,
        "Payment, UTC",
        value: .input("date_paid_gmt")),
    ])
}

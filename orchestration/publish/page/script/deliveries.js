// Data. Belongs here: which deliveries stand behind the score, what could not be read, and what
// earns nothing. Does not belong here: scores.

const readColumns = [
  { title: "Dataset", value: (row) => row.dataset },
  { title: "Delivery", value: (row) => row.delivery },
  { title: "Months read", value: monthsOf },
  { title: "Months", number: true, value: (row) => count(row.months_count) },
];

const deliveryColumns = [
  { title: "Delivery", value: (row) => row.delivery },
  { title: "Dataset", value: (row) => row.dataset },
  { title: "File", value: (row) => row.file_name },
  { title: "Months", value: (row) => (row.first_month ? monthsOf(row) : "") },
  { title: "Records", number: true, value: (row) => count(row.records_count) },
  { title: "In quarantine", number: true, value: (row) => count(row.quarantined_count) },
  { title: "Missing columns", value: (row) => row.absent_columns.replaceAll(",", ", ") },
  { title: "Loaded", value: (row) => day(row.loaded_at) },
];

const quarantineColumns = [
  { title: "Delivery", value: (row) => row.delivery },
  { title: "Dataset", value: (row) => row.dataset },
  { title: "File", value: (row) => row.file_name },
  { title: "Column", value: (row) => row.column_name },
  { title: "Why", value: (row) => sentence(words(row.reason)) },
  { title: "In force", value: (row) => yes(row.is_in_force) },
  { title: "Records", number: true, value: (row) => count(row.rows_count) },
  { title: "ACR", number: true, value: (row) => minus(money(row.acr_usd)) },
];

const reasonColumns = [
  { title: "What happened to it", value: (row) => sentence(row.label) },
  { title: "Counts", value: (row) => verdict(row.is_counted, yes(row.is_counted)) },
];

const usageColumns = [
  { title: "Dataset", value: (row) => row.dataset },
  ...reasonColumns,
  { title: "Months", value: monthsOf },
  { title: "Rows", number: true, value: (row) => count(row.rows_count) },
  { title: "ACR", number: true, value: (row) => minus(money(row.acr_usd)) },
  { title: "Licences", number: true, value: (row) => count(row.seats_count) },
  { title: "What it means", value: (row) => row.explanation },
];

const skillingColumns = [
  ...reasonColumns,
  { title: "Rows", number: true, value: (row) => count(row.rows_count) },
  { title: "People", number: true, value: (row) => count(row.people_count) },
  { title: "What it means", value: (row) => row.explanation },
];

const nameColumns = [
  { title: "Name", value: (row) => row.name },
  { title: "Dataset", value: (row) => row.dataset },
  { title: "What happened to it", value: (row) => sentence(row.kind) },
  { title: "Rows", number: true, value: (row) => count(row.records_count) },
  { title: "ACR", number: true, value: (row) => minus(money(row.acr_usd)) },
];

function showData(tables, shared) {
  const [release] = shared.release;
  const newest = shared.deliveries.map((row) => row.loaded_at).sort().at(-1);
  const warned = tables.unmapped.filter((row) => row.is_warned);
  const others = tables.unmapped.filter((row) => !row.is_warned);
  const earnsNothing = tables.usage_reasons.filter((row) => !row.is_counted);
  fill(
    "data",
    el("dl", { class: "facts wide" }, [
      ["Scored month", month(release.as_of_month)],
      ["Newest data loaded", day(newest)],
      ["Release built", `${day(release.built_at)}, ${release.built_at.slice(11, 16)} UTC`],
      ["Records in quarantine", count(release.quarantined_rows)],
      ["Tests passed", `${release.tests_passed} of ${release.tests_run}`],
      ["Audit", shared.audit.every((row) => row.is_good) ? "Passed" : "Not passed"],
    ].map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
    heading("Deliveries behind this score"),
    plainTable("Deliveries behind this score", readColumns, tables.deliveries_read),
    heading("Names to check"),
    plainTable("Names to check", nameColumns, warned),
    shared.strays.length ? [heading("Names under a partner ID that no Profile has"),
      plainTable("Names under a partner ID that no Profile has", nameColumns, shared.strays)] : null,
    heading("Quarantine"),
    shared.quarantine.length
      ? plainTable("Records in quarantine", quarantineColumns, shared.quarantine)
      : note("Every record of every delivery could be read."),
    more(`Usage that earns nothing, and why (${earnsNothing.length})`,
      plainTable("Usage that earns nothing", usageColumns, earnsNothing)),
    more("All usage: what happened to each row",
      plainTable("What happened to usage", usageColumns, tables.usage_reasons)),
    more("Certificates: what happened to each row",
      plainTable("What happened to certificates", skillingColumns, tables.skilling_reasons)),
    others.length ? more("Names that earn nothing, no action needed",
      plainTable("Other names", nameColumns, others)) : null,
    more("All deliveries in force",
      plainTable("Deliveries in force", deliveryColumns, shared.deliveries)),
    more("Audit checks", plainTable("Audit", [
      { title: "Check", value: (row) => sentence(row.check_name) },
      { title: "Result", value: (row) => verdict(row.is_good, row.is_good ? "Good" : "Not good") },
      { title: "Detail", value: (row) => row.detail },
    ], shared.audit)),
  );
}

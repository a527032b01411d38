// Rules and sources. Belongs here: which version is in force, its cells, and where they come from.
// Does not belong here: scores.

const linked = (address) =>
  /^https:\/\//.test(address)
    ? el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, address)
    : address;

function versionCard(version) {
  const until = version.effective_until ? day(version.effective_until) : "now";
  return el(
    "article",
    { class: "card" },
    el("p", { class: "eyebrow" }, "Rules in force"),
    heading(version.label),
    el("p", {}, version.statement),
    el("p", { class: "note" }, `From ${day(version.effective_from)} until ${until}`
      + `${version.is_assumed ? " (the day is assumed: no source prints it exactly)" : ""}. `
      + `Source ${version.source_id}: ${version.source_place}. `
      + `Checked ${day(version.checked_on)}.`),
  );
}

async function showRules(shared) {
  const search = searchBox("rules-search", "Search rules");
  const place = el("div", { class: "long" });
  const { rules } = shared;
  const inForce = shared.rule_versions.filter((version) => version.is_in_force);
  fill(
    "rules",
    inForce.map(versionCard),
    heading("Every number and name of these rules"),
    el("div", { class: "filters" }, search.field),
    place,
    shared.rule_changes.length ? more("What this version changed", plainTable("Changed cells", [
      { title: "Rule", value: (row) => row.label },
      { title: "Change", value: (row) => sentence(row.change) },
      { title: "Before", value: (row) => row.value_before },
      { title: "After", value: (row) => row.value_after },
      { title: "Source", value: (row) =>
        [row.source_id, row.source_place].filter(Boolean).join(": ") },
    ], shared.rule_changes)) : null,
    more("All versions of the rules", plainTable("Versions of the rules", [
      { title: "Version", value: (row) => row.label },
      { title: "From", value: (row) => day(row.effective_from) },
      { title: "Until", value: (row) => day(row.effective_until) },
      { title: "What it is", value: (row) => row.statement },
      { title: "Source", value: (row) => `${row.source_id}: ${row.source_place}` },
    ], shared.rule_versions)),
    more("Sources", plainTable("Sources", [
      { title: "Source", value: (row) => row.source_id },
      { title: "Publisher", value: (row) => row.publisher },
      { title: "Title", value: (row) => row.title },
      { title: "Where", value: (row) => linked(row.address) },
      { title: "Dated", value: (row) => row.dated },
      { title: "Checked", value: (row) => day(row.checked_on) },
    ], shared.sources)),
    more("Open questions and how we read them", plainTable("Decisions", [
      { title: "No.", value: (row) => row.decision },
      { title: "Question", value: (row) => row.question },
      { title: "What is built", value: (row) => row.reading },
      { title: "Other reading", value: (row) => row.other_reading },
      { title: "Why", value: (row) => row.reason },
    ], shared.decisions)),
  );
  await longTable(place, {
    label: "Rules in force",
    count: rules.length,
    search: search.input,
    texts: (at) => Object.values(rules[at]).join(" ").toLowerCase(),
    pageLength: 10,
    columns: [
      { title: "Rule", value: (at) => rules[at].label },
      { title: "Path", value: (at) => rules[at].path_label ?? "All" },
      { title: "Metric", value: (at) => rules[at].metric_label ?? "All" },
      { title: "Part", value: (at) => (rules[at].part ? lineName(rules[at].part) : "All") },
      { title: "Value", value: (at) => rules[at].rule_text },
      { title: "Source", value: (at) => `${rules[at].source_id}: ${rules[at].source_place}` },
    ],
  });
}

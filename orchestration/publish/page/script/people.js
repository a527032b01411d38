// Tenants near a threshold, and certifications. Belongs here: what may be gained or lost soon. Does
// not belong here: what counts now (overview.js, report.js).

// The smallest change that crosses a line is never shown smaller than it is.
const CROSSING = numberFormat(2, {
  style: "currency", currency: "USD", signDisplay: "exceptZero", roundingMode: "expand",
});
const isMoney = (near, at) => measureUnit(near.measure[at]) === "usd";
const measured = (figure, near, at) => (isMoney(near, at) ? money(figure) : EXACT.format(figure));
const crossing = (near, at) =>
  minus((isMoney(near, at) ? CROSSING : SIGNED).format(near.change_to_cross[at]));

const nearColumns = (near, named) => [
  {
    title: "Tenant", order: (at) => near.tenant_name[at].toLowerCase(),
    value: (at) => el("span", { title: near.tenant_id[at] }, near.tenant_name[at]),
  },
  { title: "Path", value: (at) => named.get(near.path[at]) ?? near.path[at] },
  {
    title: "Metric",
    value: (at) => `${near.metric_label[at]}, ${lineName(near.product_line[at])}`,
  },
  {
    title: "Measure",
    value: (at) => labelOf("measure", near.measure[at])
      + (near.measured_on[at] === "tenant" ? "" : `, ${near.measured_on[at]}`),
  },
  {
    title: "Now", number: true, order: (at) => Number(near.measured_value[at]),
    value: (at) => measured(near.measured_value[at], near, at),
  },
  {
    title: "Threshold", number: true, order: (at) => Number(near.threshold_value[at]),
    value: (at) => `${near.side[at]} ${measured(near.threshold_value[at], near, at)}`,
  },
  {
    title: "To cross", number: true, order: (at) => Number(near.change_to_cross[at]),
    value: (at) => crossing(near, at),
  },
  {
    title: "Points if crossed", number: true, order: (at) => Number(near.points_change[at]),
    value: (at) => el("span", {
      class: isZero(near.points_change[at]) ? "" : isBelow(near.points_change[at]) ? "down" : "up",
    }, signedPoints(near.points_change[at])),
  },
];

// `scope` is the number of the partner and the area: so blocks are named.
async function showNear(scope, tables) {
  const { paths } = tables;
  if (!block(`near-${scope}`)) {
    fill("near", note("No tenant is near a threshold."));
    return;
  }
  const packed = await readBlock(`near-${scope}`);
  const near = columnsOf(packed);
  const named = new Map(paths.map((path) => [path.path, path.label]));
  const search = searchBox("near-search", "Search tenants");
  const path = choiceBox("near-path", "Path",
    [["", "All paths"], ...paths.map((each) => [each.path, each.label])]);
  const effect = choiceBox("near-effect", "Points if crossed",
    [["", "Any"], ["gain", "A gain"], ["loss", "A loss"]]);
  const place = el("div", { class: "long" });
  fill(
    "near",
    lead("For these tenants a small change crosses a threshold of the rules. Points are what the "
      + "metric would gain or lose, after steps, floors and caps."),
    el("div", { class: "filters" }, search.field, path.field, effect.field),
    place,
  );
  const { look } = await longTable(place, {
    label: "Tenants near a threshold",
    count: packed.count,
    search: search.input,
    texts: (at) => `${near.tenant_name[at]} ${near.tenant_id[at]}`.toLowerCase(),
    extra: (at) => (!path.select.value || near.path[at] === path.select.value)
      && (effect.select.value !== "gain" || Number(near.points_change[at]) > 0)
      && (effect.select.value !== "loss" || isBelow(near.points_change[at])),
    pageLength: 10,
    columns: nearColumns(near, named),
  });
  for (const each of [path.select, effect.select]) each.addEventListener("change", look);
}

function outlookCard(path, metric, outlook) {
  const newest = outlook.find((row) =>
    row.path === path.path && row.outlook_basis === "newest_snapshot");
  if (!newest) return null;
  const change = isZero(newest.points_change)
    ? "The newest certificates do not change the score."
    : `With the newest certificates the metric would have ${points(newest.points)} points `
      + `(${signedPoints(newest.points_change)}).`;
  const subject = [path.label, metric].filter(Boolean).join(", ");
  return el("p", { class: "callout" }, el("strong", {}, `${subject} `),
    `${change} As of ${day(newest.outlook_on)}.`);
}

// One row per metric, person and certificate, with what it is worth on each path.
function byCertificate(expiring) {
  const rows = new Map();
  for (const row of expiring) {
    const key = `${row.metric} ${row.person_key} ${row.certification} ${row.ends_on}`;
    if (!rows.has(key)) rows.set(key, { ...row, paths: new Map() });
    rows.get(key).paths.set(row.path, row);
  }
  return [...rows.values()];
}

const stepsOf = (row) => [...new Set([...row.paths.values()].map((each) => each.steps))].join("; ");

// The months ahead of one metric; `name` is its label where there are others beside it.
function outlookChart({ paths, metrics, rows, name }) {
  const ahead = rows.filter((row) => row.outlook_basis === "month_end");
  if (!ahead.length) return null;
  const named = new Map(paths.map((path) => [path.path, path.label]));
  const labels = paths.map((path) => path.label);
  const values = ahead.map((row) => ({
    on: row.outlook_on, when: day(row.outlook_on), path: named.get(row.path),
    points: Number(row.points), shown: points(row.points), hollow: false,
    remark: labelOf("metric_status", row.status),
  }));
  const most = Math.max(...metrics.map((metric) => Number(metric.max_points)), 1);
  const last = paths.map((path) => ahead.filter((row) => row.path === path.path).at(-1));
  const said = `${name ?? "Certification"} points at the end of each month, if no one earns or `
    + `renews a certificate. ${last.filter(Boolean).map((row) =>
      `${named.get(row.path)} on ${day(row.outlook_on)}: ${points(row.points)}`).join("; ")}.`;
  const title = `${name ?? "Certification"} points in the months ahead`;
  return [
    heading(`If no one earns or renews a certificate${name ? `: ${name}` : ""}`),
    chart(lines({ values, labels, title: "Points", most, isStepped: true }), said, plainTable(
      title, [
        { title: "Day", value: (row) => day(row.outlook_on) },
        { title: "Path", value: (row) => named.get(row.path) },
        { title: "Scoring people", number: true, value: (row) => points(row.counted_units) },
        { title: "Points", number: true, value: (row) => points(row.points) },
        { title: "Change", number: true, value: (row) => signedPoints(row.points_change) },
        { title: "Status", value: (row) => labelOf("metric_status", row.status) },
      ], ahead), legend(labels)),
  ];
}

function showCertificates(tables) {
  const { paths, outlook, expiring } = tables;
  const skilling = tables.metrics.filter((metric) => metric.is_skilling);
  const named = new Map(skilling.map((metric) => [metric.metric, metric.label]));
  const nameOf = (metric) => (named.size > 1 ? named.get(metric) : null);
  const byMetric = [...named.keys()].map((metric) => ({
    paths, name: nameOf(metric),
    metrics: skilling.filter((each) => each.metric === metric),
    rows: outlook.filter((row) => row.metric === metric),
  }));
  fill(
    "certificates",
    byMetric.map(({ name, rows }) => paths.map((path) => outlookCard(path, name, rows))),
    heading("Certificates that are about to lapse"),
    plainTable("Certificates about to lapse", [
      { title: "Certification", value: (row) =>
        el("span", { title: row.title ?? "" }, row.certification) },
      { title: "Person (hashed)", value: (row) => el("code", {}, row.person_key.slice(0, 8)) },
      ...(named.size > 1
        ? [{ title: "Metric", value: (row) => named.get(row.metric) }] : []),
      { title: "Step", value: (row) => stepsOf(row) },
      { title: "Last day", value: (row) => day(row.ends_on) },
      { title: "Why", value: (row) => labelOf("expiry_reason", row.reason) },
      { title: "First month without", value: (row) => month(row.first_month_without) },
      ...paths.map((path) => ({
        title: `Points at stake, ${path.label}`, number: true,
        value: (row) => {
          const there = row.paths.get(path.path);
          return there ? points(there.points_at_stake) : "–";
        },
      })),
    ], byCertificate(expiring)),
    byMetric.map(outlookChart),
  );
}

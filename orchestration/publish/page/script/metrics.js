// The cards of the metrics, and the services behind them. Belongs here: points, parts and what the
// next point takes. Does not belong here: totals (overview.js) and tenants (report.js).

// Points that nobody knows are no zero: no bar, and no word of blocking.
function unknownCard(path, metric) {
  return el(
    "article",
    {
      class: "card metric unknown", "data-metric": metric.metric, "data-path": path.path,
      "data-points": "", "data-max": metric.max_points,
    },
    el("h4", {}, metric.label),
    el("p", { class: "total" }, el("span", { class: "large" }, "Not known"),
      el("span", { class: "of" }, ` / ${points(metric.max_points)}`)),
    el("p", { class: "gap" }, `${sentence(whyNotComputable(metric.reason_not_computable))}.`),
  );
}

// What there is to say of points beside their number.
const remarksOf = (metric) => [
  metric.basis === "declared" ? `Declared, not computed: the points that Partner Center showed, `
    + `because ${whyNotComputable(metric.reason_not_computable)}.` : null,
  ["gate_not_met", "no_baseline"].includes(metric.status)
    ? `${labelOf("metric_status", metric.status)}.` : null,
  metric.is_below_one_point ? "Less than one point, which is read as having points." : null,
].filter(Boolean).map((text) => note(text));

function metricCard(path, metric, parts) {
  if (metric.points === null) return unknownCard(path, metric);
  const isNone = isZero(metric.points);
  const shown = metric.is_below_one_point ? points(metric.points) : metricPoints(metric.points);
  return el(
    "article",
    {
      class: `card metric ${isNone ? "none" : ""}`,
      "data-metric": metric.metric, "data-path": path.path,
      "data-points": metric.points, "data-max": metric.max_points,
    },
    el("h4", {}, metric.label),
    el("p", { class: "total" }, el("span", { class: "large" }, shown),
      el("span", { class: "of" }, ` / ${points(metric.max_points)}`)),
    bar(metric.points, metric.max_points,
      `${metric.label}: ${shown} of ${points(metric.max_points)} points`),
    isNone ? el("p", { class: "block" }, el("span", { "aria-hidden": "true" }, "■ "),
      "No points: blocks the designation on this path, whatever the total.") : null,
    remarksOf(metric),
    el("p", { class: "gap" }, nextPoint(metric, parts)),
    isZero(metric.units_to_max) ? null : el("p", { class: "note" },
      `To the maximum: ${missingAmount(metric.units_to_max, metric.unit)} more`),
    metric.status === "capped" ? el("p", { class: "note" },
      `Above the maximum: ${amount(metric.counted_units, metric.unit)}`) : null,
    parts.length ? more("Parts",
      plainTable(`${metric.label}, ${path.label}: parts`, partColumns(parts), parts)) : null,
  );
}

// Growth in per cent counts where no units do.
const countsOf = (part) => (part.counted_units === null
  ? amount(part.change_pct, "percent") : points(part.counted_units));

function partColumns(parts) {
  const hasBaseline = parts.some((part) => part.baseline_value !== null);
  return [
    { title: "Part", value: (part) => lineName(part.part) },
    { title: "Now", number: true, value: (part) => amount(part.current_value, part.unit) },
    ...(hasBaseline ? [
      { title: "A year ago", number: true, value: (part) =>
        amount(part.baseline_value, part.unit) },
      { title: "Net", number: true, value: (part) => signedAmount(part.net_value, part.unit) },
    ] : []),
    { title: "Counts", number: true, value: (part) => (part.is_counted_part === false
      ? "Another part counts" : countsOf(part)) },
    { title: "To the next point", number: true, value: (part) =>
      part.units_to_next_point === null ? "" : missingAmount(part.units_to_next_point, part.unit) },
  ];
}

const SERVICE_REASONS = {
  counted: "It has usage in the twelve months",
  excluded_service: "The rules leave it out",
  no_positive_acr: "Credits took all of its usage back",
};

const serviceTable = (services) => plainTable("Services", [
  { title: "Service", value: (row) => row.service },
  { title: "ACR of twelve months", number: true, value: (row) => minus(money(row.ttm_acr_usd)) },
  { title: "Counts", value: (row) => verdict(row.is_counted, yes(row.is_counted)) },
  { title: "Why", value: (row) => SERVICE_REASONS[row.reason] ?? sentence(words(row.reason)) },
], services);

function showMetrics(tables) {
  const { paths, metrics, parts, services } = tables;
  fill(
    "metrics",
    lead("A metric without points blocks the designation, however high the total is."),
    paths.map((path) => el(
      "div",
      { class: "group" },
      el("div", { class: "card-head" }, heading(path.label),
        paths.length > 1 && path.is_best_path ? tag("accent", "★ This path counts") : null),
      el("div", { class: "cards four" }, metrics
        .filter((metric) => metric.path === path.path)
        .map((metric) => metricCard(path, metric, parts.filter((part) =>
          part.path === path.path && part.metric === metric.metric)))),
    )),
    services.length ? [
      heading("Services"),
      lead("Where a metric counts services, these stand behind it, on every path."),
      serviceTable(services),
    ] : null,
  );
}

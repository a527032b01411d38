// Overview and metrics. Belongs here: totals, the designation, and the cards of the metrics. Does
// not belong here: time (changes.js) and tenants (report.js).

const exactly = (path) =>
  Number(path.total_points) === path.total_points_shown
    ? null
    : el("span", { class: "exact" }, `exactly ${points(path.total_points)}`);

function blocks(path, metrics) {
  const reasons = [];
  if (Number(path.missing_points) > 0) {
    const goal = points(path.qualifying_points);
    reasons.push(`${points(path.missing_points)} points short of ${goal}`);
  }
  if (path.is_rounded_up_to_pass && !path.qualifies) {
    reasons.push(`${path.total_points_shown} only by rounding`);
  }
  for (const metric of metrics) {
    if (isZero(metric.points)) reasons.push(`no points in ${metric.label}`);
  }
  return reasons;
}

function totalFigure(path) {
  return el(
    "p",
    { class: "total" },
    el("span", {
      class: "big", "data-total": path.path, "data-value": path.total_points,
    }, String(path.total_points_shown)),
    el("span", { class: "of" }, ` / ${points(path.max_points)} points`),
    exactly(path),
  );
}

function pathCard(path, metrics, isOnly) {
  const reasons = blocks(path, metrics);
  const goal = points(path.qualifying_points);
  return el(
    "article",
    { class: `card path ${path.is_best_path ? "counts" : ""}` },
    el(
      "div",
      { class: "card-head" },
      heading(path.label),
      isOnly ? null : tag(path.is_best_path ? "accent" : "quiet",
        path.is_best_path ? "★ This path counts" : "Other path"),
    ),
    totalFigure(path),
    bar(
      path.total_points, path.max_points,
      `${path.label}: ${points(path.total_points)} of ${points(path.max_points)} points; `
        + `${goal} qualify`,
      path.qualifying_points, path.qualifies ? "good" : "",
    ),
    el("p", { class: "scale" }, `Needs ${goal} points, and points in every metric`),
    path.qualifies ? verdict(true, "Qualifies") : verdict(false, "Does not qualify"),
    reasons.length
      ? el("ul", { class: "reasons" }, reasons.map((text) => el("li", {}, sentence(text))))
      : null,
  );
}

function statusFacts(status) {
  const facts = [];
  const add = (name, value) => {
    if (value) facts.push(el("div", {}, el("dt", {}, name), el("dd", {}, value)));
  };
  const left = status.months_left_in_window;
  add("Qualification window",
    `${shortMonth(status.window_start_month)} – ${shortMonth(status.window_end_month)}`);
  add("Newest qualifying month", month(status.qualified_month) || "None in the window");
  add("Months left in the window", left === null ? null
    : `${left} ${left === 1 ? "month" : "months"}, if no other month qualifies`);
  add("Enrolled on", day(status.enrolled_on));
  add("Anniversary", day(status.anniversary_on));
  add("Renewal can be paid until", day(status.renewal_ends_on));
  add("Months that qualify the renewal", status.renewal_window_start_month
    ? `from ${month(status.renewal_window_start_month)}` : null);
  const isRenewed = status.is_renewal_qualified;
  add("Renewal qualified", isRenewed === null ? null : yes(isRenewed));
  return el("dl", { class: "facts" }, facts);
}

function overviewWarnings(partner, shared) {
  const warnings = [];
  if (partner.has_short_history) {
    warnings.push("Short history: no delivery covers some months of the two windows.");
  }
  if (partner.has_reconstructed_skilling) {
    warnings.push("Certificates are taken from a snapshot that is newer than this month.");
  }
  for (const delivery of new Set(shared.blind.map((row) => row.delivery))) {
    const rows = shared.blind.filter((row) => row.delivery === delivery);
    const names = [...new Set(rows.map((row) => row.workload))].join(", ");
    warnings.push(`EMSUsage of ${delivery} has no columns for ${names}: their seats count as 0.`);
  }
  return warnings.length
    ? el("ul", { class: "warnings" }, warnings.map((text) => el("li", {}, text)))
    : null;
}

function showOverview(partner, tables, shared) {
  const { paths, metrics, others, status: [status] } = tables;
  const best = paths.find((path) => path.is_best_path);
  const of = (path) => metrics.filter((metric) => metric.path === path.path);
  fill(
    "overview",
    el(
      "article",
      { class: "card hero" },
      el("div", { class: "hero-figure" },
        el("p", { class: "eyebrow" }, `Score that counts · ${best.label}`),
        el("p", { class: "huge" }, String(best.total_points_shown),
          el("span", { class: "of" }, ` of ${points(best.qualifying_points)} needed`)),
        exactly(best),
        shared.not_in_total.map((row) => el("p", { class: "left-out" }, row.sentence)),
        bar(best.total_points, best.max_points,
          `${points(best.total_points)} of ${points(best.max_points)} points; `
            + `${points(best.qualifying_points)} qualify`,
          best.qualifying_points, best.qualifies ? "good" : ""),
        best.qualifies ? verdict(true, "Qualifies this month")
          : verdict(false, `Does not qualify: ${blocks(best, of(best)).join(" · ")}`)),
      el("div", { class: "hero-status" },
        el("p", { class: "eyebrow" }, "Designation"),
        el("p", { class: "status" }, status ? status.designation_status : "Not known"),
        status ? el("p", { class: "note" }, `As of ${day(status.status_on)}`) : null),
      status ? statusFacts(status) : null,
    ),
    overviewWarnings(partner, shared),
    el("div", { class: "cards two" },
      paths.map((path) => pathCard(path, of(path), paths.length === 1))),
    others.length ? more("The same month under other rule versions", plainTable(
      "Totals under other rule versions",
      [
        { title: "Rules", value: (row) => row.label },
        { title: "Better path", value: (row) => row.path_label },
        { title: "Points", number: true, value: (row) => points(row.total_points) },
        { title: "Qualifies", value: (row) => verdict(row.qualifies, yes(row.qualifies)) },
      ],
      others,
    )) : null,
  );
}

function metricCard(path, metric, parts) {
  const isNone = isZero(metric.points);
  const shown = metricPoints(metric.points);
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
    el("p", { class: "gap" }, nextPoint(metric, parts)),
    isZero(metric.units_to_max) ? null : el("p", { class: "note" },
      `To the maximum: ${missingAmount(metric.units_to_max, metric.unit)} more`),
    metric.status === "capped" ? el("p", { class: "note" },
      `Above the maximum: ${amount(metric.counted_units, metric.unit)}`) : null,
    more("Parts", plainTable(`${metric.label}, ${path.label}: parts`, partColumns(parts), parts)),
  );
}

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
    { title: "Counts", number: true, value: (part) => points(part.counted_units) },
    { title: "To the next point", number: true, value: (part) =>
      part.units_to_next_point === null ? "" : missingAmount(part.units_to_next_point, part.unit) },
  ];
}

function showMetrics(tables) {
  const { paths, metrics, parts } = tables;
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
  );
}

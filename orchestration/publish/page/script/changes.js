// Trend and what moved. Belongs here: scored months, and the causes of the newest change. Does not
// belong here: the shape of charts (charts.js).

function showTrend(tables) {
  const { trend, metric_trend: metricTrend, metrics } = tables;
  const labels = [...new Set([...tables.paths.map((path) => path.label),
    ...trend.map((row) => row.path_label)])];
  const isShort = (row) => row.history_status === "short_history";
  const values = trend.map((row) => ({
    on: row.as_of_month, when: month(row.as_of_month), path: row.path_label,
    points: Number(row.total_points), shown: points(row.total_points),
    goal: Number(row.qualifying_points), hollow: isShort(row),
    remark: isShort(row) ? "Short history" : isPartlyKnown(row) ? "Partly known"
      : row.qualifies ? "Qualifies" : "Does not qualify",
  }));
  const most = Number(tables.paths[0].max_points);
  const newest = trend.filter((row) => row.as_of_month === trend.at(-1).as_of_month);
  const said = `Total points of each scored month from ${month(trend[0].as_of_month)} to `
    + `${month(trend.at(-1).as_of_month)}, by path. Newest: `
    + `${newest.map((row) => `${row.path_label} ${points(row.total_points)}`).join(", ")}; `
    + `${points(newest[0].qualifying_points)} qualify.`;
  const named = new Map(metrics.map((metric) => [metric.metric, metric.label]));
  const byMetric = new Map(metricTrend.map((row) =>
    [`${row.as_of_month} ${row.path} ${row.metric}`, row.points]));
  const figures = plainTable("Scored months", [
    { title: "Month", value: (row) => month(row.as_of_month) },
    { title: "Path", value: (row) => row.path_label + (row.is_best_path ? " ★" : "") },
    { title: "Total", number: true, value: (row) => knownTotal(row) },
    ...[...named].map(([metric, label]) => ({
      title: label, number: true,
      value: (row) => {
        const figure = byMetric.get(`${row.as_of_month} ${row.path} ${metric}`);
        return figure === undefined ? "–" : points(figure);
      },
    })),
    { title: "Qualifies", value: (row) => verdict(row.qualifies, yes(row.qualifies)) },
    { title: "Designation", value: (row) => row.designation_status },
    { title: "History", value: (row) => (isShort(row) ? "Short" : "Complete") },
    { title: "Rules", value: (row) => row.rule_version_label },
  ], [...trend].reverse());
  fill(
    "trend",
    values.some((row) => row.hollow) ? lead(
      "Hollow dots are months with a short history: scored on the data there is, and never part of "
      + "a qualification window.") : null,
    chart(lines({ values, labels, title: "Points", most, goal: true }), said, figures,
      legend(labels, el("li", { class: "goal-line" }, "Points that qualify"))),
  );
}

// The bars between two totals. Ends of bars are places in a drawing; the figures beside them are
// those of the marts.
function causesOf(path, tables) {
  const before = tables.earlier.find((row) => row.path === path.path);
  if (!before) return null;
  const start = Number(before.known_points);
  const bars = tables.causes.filter((row) => row.path === path.path).map((row) => ({
    label: labelOf("cause", row.cause),
    from: start + Number(row.change_until) - Number(row.points_change),
    to: start + Number(row.change_until),
    kind: isBelow(row.points_change) ? "down" : "up", shown: signedPoints(row.points_change),
  }));
  const total = (label, figure) => ({
    label, from: Number(figure), to: Number(figure), kind: "total", shown: points(figure),
  });
  const isRestated = before.known_points !== before.total_points;
  return [
    total(isRestated ? `${shortMonth(before.as_of_month)} as known then`
      : month(before.as_of_month), before.known_points),
    ...bars,
    total(month(tables.partner.as_of_month), path.total_points),
  ].map((row) => ({ ...row, right: Math.max(row.from, row.to) }));
}

function waterfallOf(path, tables) {
  const values = causesOf(path, tables);
  if (values === null) {
    return [heading(path.label), note("There is no earlier scored month to compare with.")];
  }
  const ends = values.flatMap((row) => [row.from, row.to]);
  // A month without changes has some width all the same.
  const room = Math.max(Math.max(...ends) - Math.min(...ends), 1) / 6;
  const span = { least: Math.min(...ends) - room, most: Math.max(...ends) + room };
  const said = `${path.label}: ${values.map((row) => `${row.label} ${row.shown}`).join(", ")}.`;
  const rows = tables.movements.filter((row) => row.path === path.path);
  return [
    heading(path.label),
    isPartlyKnown(path) ? note("Known points only: what is not known has no causes.") : null,
    lead(values.length === 2 ? "Nothing moved."
      : `${values.slice(1, -1).map((row) => `${row.label} ${row.shown}`).join(" · ")}`),
    chart(waterfall({ values, ...span }), said, plainTable(`Causes, ${path.label}`, [
      { title: "Metric", value: (row) => row.metric_label },
      { title: "Product line", value: (row) => lineName(row.product_line) },
      { title: "Cause", value: (row) => labelOf("cause", row.cause) },
      { title: "Units", number: true, value: (row) =>
        row.unit === null ? "" : signedAmount(row.units_change, row.unit) },
      { title: "Points", number: true, value: (row) => signedPoints(row.points_change) },
    ], rows)),
  ];
}

function showMovements(tables) {
  fill(
    "movements",
    lead("Points by cause, from the month before to this one. Restated data is what newer "
      + "deliveries changed in the month before. Causes count before caps; the last bar is what "
      + "caps and rounding take or give."),
    el("div", { class: "cards two" }, tables.paths.map((path) =>
      el("article", { class: "card" }, waterfallOf(path, tables)))),
  );
}

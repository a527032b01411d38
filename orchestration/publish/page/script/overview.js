// The overview of one area. Belongs here: totals and the designation. Does not belong here: metrics
// (metrics.js), time (changes.js) and tenants (report.js).

const exactly = (path) =>
  Number(path.total_points) === path.total_points_shown
    ? null
    : el("span", { class: "exact" }, `exactly ${points(path.total_points)}`);

function blocks(path, metrics) {
  const reasons = [];
  if (Number(path.missing_points) > 0) {
    const goal = points(path.qualifying_points);
    reasons.push(`${points(path.missing_points)} points short of ${goal}`
      + `${isPartlyKnown(path) ? " by what is known" : ""}`);
  }
  if (path.is_rounded_up_to_pass && !path.qualifies) {
    reasons.push(`${path.total_points_shown} only by rounding`);
  }
  for (const metric of metrics) {
    if (metric.points === null) reasons.push(`${metric.label} not known`);
    else if (isZero(metric.points)) reasons.push(`no points in ${metric.label}`);
  }
  return reasons;
}

const pathVerdict = (path, when = "") => (path.qualifies ? verdict(true, `Qualifies${when}`)
  : path.is_open ? verdict(null, `Not known whether it qualifies${when}`)
    : verdict(false, `Does not qualify${when}`));

const openNote = (path) => (isPartlyKnown(path)
  ? el("p", { class: "open-points" }, knownUpTo(path)) : null);

const pathBar = (path, text) => bar(
  path.total_points, path.max_points,
  `${text}${points(path.total_points)} of ${points(path.max_points)} points`
    + `${isPartlyKnown(path) ? `, up to ${points(path.most_points)}` : ""}; `
    + `${points(path.qualifying_points)} qualify`,
  path.qualifying_points, path.qualifies ? "good" : "", path.most_points,
);

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
    openNote(path),
    pathBar(path, `${path.label}: `),
    el("p", { class: "scale" }, `Needs ${goal} points, and points in every metric`),
    pathVerdict(path),
    reasons.length
      ? el("ul", { class: "reasons" }, reasons.map((text) => el("li", {}, sentence(text))))
      : null,
  );
}

// Where the class of a partner decides which path counts.
const CLASS_BASIS = {
  computed: "Computed from its customers",
  declared: "Declared (PartnerTrack), not computed",
  unknown: "Not known",
};

function statusFacts(status, { class_basis: basis, class_share_pct: share }) {
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
  add("Class of the partner", CLASS_BASIS[basis]);
  add("Customers in the segments that decide the class",
    share === null ? null : `${amount(share, "percent")} of those whose segment is known`);
  return el("dl", { class: "facts" }, facts);
}

function overviewWarnings(tables, shared, best) {
  const { areas: [area], deliveries_read: read } = tables;
  const warnings = [];
  if (area.class_basis === "unknown") {
    warnings.push("The class of this partner decides which path counts, and is not known. Until it "
      + `is, the rules take the ${best.label}.`);
  }
  if (area.has_short_history) {
    warnings.push("Short history: no delivery covers some months of the two windows.");
  }
  if (area.has_reconstructed_skilling) {
    warnings.push("Certificates are taken from a snapshot that is newer than this month.");
  }
  // Only an area that reads the dataset is poorer for it.
  const blind = read.some((row) => row.dataset === "EMSUsage") ? shared.blind : [];
  for (const delivery of new Set(blind.map((row) => row.delivery))) {
    const rows = blind.filter((row) => row.delivery === delivery);
    const names = [...new Set(rows.map((row) => row.workload))].join(", ");
    warnings.push(`EMSUsage of ${delivery} has no columns for ${names}: their seats count as 0.`);
  }
  return warnings.length
    ? el("ul", { class: "warnings" }, warnings.map((text) => el("li", {}, text)))
    : null;
}

function showOverview(tables, shared, area) {
  const { paths, metrics, others, status: [status] } = tables;
  const best = paths.find((path) => path.is_best_path);
  const of = (path) => metrics.filter((metric) => metric.path === path.path);
  fill(
    "overview",
    el(
      "article",
      { class: "card hero" },
      el("div", { class: "hero-figure" },
        el("p", { class: "eyebrow" }, ["Score that counts",
          shared.areas.length > 1 ? area.label : null, best.label].filter(Boolean).join(" · ")),
        el("p", { class: "huge" }, String(best.total_points_shown),
          el("span", { class: "of" }, ` of ${points(best.qualifying_points)} needed`)),
        exactly(best),
        openNote(best),
        shared.not_in_total.map((row) => el("p", { class: "left-out" }, row.sentence)),
        pathBar(best, ""),
        best.qualifies ? verdict(true, "Qualifies this month")
          : verdict(best.is_open ? null : false,
            `${best.is_open ? "Not known whether it qualifies" : "Does not qualify"}: `
              + `${blocks(best, of(best)).join(" · ")}`)),
      el("div", { class: "hero-status" },
        el("p", { class: "eyebrow" }, "Designation"),
        el("p", { class: "status" }, status ? status.designation_status : "Not known"),
        status ? el("p", { class: "note" }, `As of ${day(status.status_on)}`) : null),
      status ? statusFacts(status, tables.areas[0]) : null,
    ),
    overviewWarnings(tables, shared, best),
    el("div", { class: "cards two" },
      paths.map((path) => pathCard(path, of(path), paths.length === 1))),
    others.length ? more("The same month under other rule versions", plainTable(
      "Totals under other rule versions",
      [
        { title: "Rules", value: (row) => row.label },
        { title: "Better path", value: (row) => row.path_label },
        { title: "Points", number: true, value: (row) => knownTotal(row) },
        { title: "Qualifies", value: (row) => verdict(row.qualifies, yes(row.qualifies)) },
      ],
      others,
    )) : null,
  );
}

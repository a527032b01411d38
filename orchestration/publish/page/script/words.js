// Figures and names as people read them. Belongs here: formats and labels. Does not belong here:
// arithmetic; exact figures come as texts, and a format is the last thing done to them.

const numberFormat = (digits, more = {}) =>
  new Intl.NumberFormat("en-US", {
    minimumFractionDigits: digits, maximumFractionDigits: digits, ...more,
  });
const WHOLE = numberFormat(0);
const TENTHS = numberFormat(1);
const EXACT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });
const MONEY = numberFormat(2, { style: "currency", currency: "USD", roundingMode: "trunc" });
const SIGNED = new Intl.NumberFormat("en-US", {
  maximumFractionDigits: 4, signDisplay: "exceptZero",
});
const SIGNED_MONEY = numberFormat(2, {
  style: "currency", currency: "USD", signDisplay: "exceptZero",
});
// What is missing is never shown smaller than it is.
const MISSING_MONEY = numberFormat(2, {
  style: "currency", currency: "USD", roundingMode: "ceil",
});
const MISSING = numberFormat(0, { roundingMode: "ceil" });
const MISSING_TENTHS = numberFormat(1, { roundingMode: "ceil" });
const MONTH = new Intl.DateTimeFormat("en-GB", {
  month: "long", year: "numeric", timeZone: "UTC",
});
const SHORT_MONTH = new Intl.DateTimeFormat("en-GB", {
  month: "short", year: "numeric", timeZone: "UTC",
});
const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
});

const isZero = (figure) => Number(figure) === 0;
const isBelow = (figure) => Number(figure) < 0;
const month = (text) => (text ? MONTH.format(new Date(text)) : "");
const shortMonth = (text) => (text ? SHORT_MONTH.format(new Date(text)) : "");
// A day stays in one line.
const day = (text) => (text ? DAY.format(new Date(text)).replaceAll(" ", "\u00a0") : "");
const points = (figure) => (figure === null ? "not known" : EXACT.format(figure));
// Partner Center prints the points of a metric with one decimal.
const metricPoints = (figure) => TENTHS.format(figure);
const count = (figure) => (figure === null ? "" : WHOLE.format(figure));
const money = (figure) => (figure === null ? "" : MONEY.format(figure));
const signedPoints = (figure) => minus(SIGNED.format(figure));
const minus = (text) => text.replace("-", "\u2212");
const yes = (flag) => (flag ? "Yes" : "No");
const words = (key) => (key ?? "").replaceAll("_", " ");
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const monthsOf = (row) =>
  row.first_month === row.last_month
    ? shortMonth(row.first_month)
    : `${shortMonth(row.first_month)} – ${shortMonth(row.last_month)}`;

// How values of columns are worded: rows of dim_label, by kind and value.
const labelRows = new Map();
const setLabels = (rows) =>
  rows.forEach((row) => labelRows.set(`${row.kind} ${row.code}`, row));
const labelRow = (kind, code) => labelRows.get(`${kind} ${code}`);
const labelOf = (kind, code) => labelRow(kind, code)?.label ?? words(code);
const lineName = (code) => sentence(labelOf("product_line", code));
const partName = (code) => labelOf("product_line", code);
const measureUnit = (measure) => labelRow("measure", measure).unit;
const reasonOf = (reason, contribution) => labelOf(
  isZero(contribution) ? "contribution_reason_without_effect" : "contribution_reason", reason);

const unitName = (unit, amount) => {
  const row = labelRow("unit", unit);
  return (Math.abs(Number(amount)) === 1 ? row?.label_of_one : row?.label) ?? unit ?? "";
};

// A count with its unit. In English no space stands before a sign of per cent.
const withUnit = (text, unit, figure) =>
  (unit === "percent" ? `${text}${unitName(unit)}` : `${text} ${unitName(unit, figure)}`.trim());

// A figure with its unit: money, or a count and what is counted.
const amount = (figure, unit) => {
  if (figure === null) return "";
  if (unit === "usd") return minus(money(figure));
  return withUnit(minus(EXACT.format(figure)), unit, figure);
};
const signedAmount = (figure, unit) => {
  if (figure === null) return "";
  if (unit === "usd") return minus(SIGNED_MONEY.format(figure));
  return withUnit(minus(SIGNED.format(figure)), unit, figure);
};
const missingAmount = (figure, unit) =>
  unit === "usd"
    ? MISSING_MONEY.format(figure)
    : withUnit((unit === "percent" ? MISSING_TENTHS : MISSING).format(figure), unit,
      Math.ceil(Number(figure)));

// Of a path that has metrics nobody knows: what is known, and what it could come to.
const isPartlyKnown = (path) => Number(path.points_open) > 0;
const knownUpTo = (path) =>
  `${path.total_points_shown} known, up to ${points(path.most_points_shown)}`;

// A total in a table.
const knownTotal = (row) =>
  `${points(row.total_points)}${isPartlyKnown(row) ? ` (${points(row.points_open)} open)` : ""}`;

// Why points cannot be computed: a reason, and for some the dataset it speaks of.
const NOT_COMPUTABLE = {
  dataset_missing: (dataset) => `no delivery of ${dataset} covers this month`,
  dataset_ends: (text) => `the delivery of ${text.replace(/ at (.*)$/, (_, end) =>
    ` ends with ${month(end)}`)}`,
  services_filtered: () => "the usage delivered was filtered to the services of one area",
};
const whyNotComputable = (text) => {
  const [reason, about] = (text ?? "").split(": ");
  return (Object.hasOwn(NOT_COMPUTABLE, reason) ? NOT_COMPUTABLE[reason](about) : words(text));
};

// What a metric still needs to its next point, in words.
function nextPoint(metric, parts) {
  if (metric.points === null) return "";
  if (Number(metric.points) >= Number(metric.max_points)) return "At the maximum";
  const amounts = new Map();
  for (const part of parts) {
    if (part.units_to_next_point === null || isZero(part.units_to_next_point)) continue;
    const text = missingAmount(part.units_to_next_point, part.unit);
    amounts.set(text, [...(amounts.get(text) ?? []), partName(part.part)]);
  }
  const entries = [...amounts];
  if (!entries.length) return "";
  if (metric.status === "prerequisites_missing") {
    // Steps hang on each other: people of every step that is short are needed.
    return `Needs ${entries
      .map(([text, names]) => `${text}${names.length > 1 ? " each" : ""} (${names.join(", ")})`)
      .join(" and ")}`;
  }
  // Of two product lines either one is enough.
  return `Next point: ${entries
    .map(([text, names]) => `${text} (${names.join(" or ")})`)
    .join(" or ")}`;
}

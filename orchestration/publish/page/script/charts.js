// Charts. Belongs here: their shapes and how they are drawn. Does not belong here: the figures.
// Colours are variables of the style sheet, so that a chart follows the theme and the printer.
// The expressions of a chart are interpreted: the page's policy lets no text become code.

const CHART_CONFIG = {
  background: null,
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  aria: false,
  view: { stroke: null },
  axis: {
    labelColor: "var(--muted)", titleColor: "var(--muted)", gridColor: "var(--line)",
    domainColor: "var(--line)", tickColor: "var(--line)", labelFontSize: 12, titleFontSize: 12,
    titleFontWeight: "normal", labelPadding: 6,
  },
  text: { fontSize: 12, fill: "var(--ink)" },
};
const PATH_COLOURS = ["var(--first)", "var(--second)", "var(--third)"];
const PATH_DASHES = [[1, 0], [6, 3], [2, 3]];

// A chart's width on paper, where no event tells of the new one.
const PAPER_WIDTH = 600;

let waiting = [];
let views = [];

// A chart with its words: `label` is what one would say of it, `figures` a table of the same.
function chart(spec, label, figures, names = null) {
  const place = el("div", { class: "chart", role: "img", "aria-label": label });
  waiting.push([place, spec]);
  return el("figure", {}, names, place, more("Figures", figures));
}

// Draws the charts made so far, once they stand in the page and have a width.
async function drawCharts() {
  const now = waiting;
  waiting = [];
  for (const view of views) view.finalize();
  views = [];
  for (const [place, spec] of now) {
    const { view } = await vegaEmbed(
      place,
      {
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        width: "container", autosize: { type: "fit-x", contains: "padding" },
        config: CHART_CONFIG, ...spec,
      },
      { actions: false, renderer: "svg", ast: true, defaultStyle: false, mode: "vega-lite" },
    );
    // The place says in words what the drawing shows; its parts have nothing to add.
    place.querySelector("svg").setAttribute("aria-hidden", "true");
    views.push(view);
  }
}

addEventListener("beforeprint", () => {
  for (const view of views) view.width(PAPER_WIDTH).run();
});
addEventListener("afterprint", () => dispatchEvent(new Event("resize")));

const pathScales = (labels) => ({
  color: {
    field: "path", type: "nominal", sort: labels,
    scale: { domain: labels, range: PATH_COLOURS.slice(0, labels.length) },
    legend: null,
  },
  strokeDash: {
    field: "path", type: "nominal",
    scale: { domain: labels, range: PATH_DASHES.slice(0, labels.length) },
    legend: null,
  },
});

// Lines over time by path, a dot a month; hollow dots where `hollow` says so.
function lines({ values, labels, title, most, isStepped = false, goal = null }) {
  const x = {
    field: "on", type: "ordinal", scale: { type: "point", padding: 0.3 },
    sort: [...new Set(values.map((row) => row.on))].sort(),
    axis: {
      title: null, labelAngle: 0, labelOverlap: true, labelSeparation: 12,
      labelExpr: "utcFormat(toDate(datum.label), '%b %y')",
    },
  };
  const y = {
    field: "points", type: "quantitative", scale: { domain: [0, most] },
    axis: { title, tickCount: 5, domain: false },
  };
  const { color, strokeDash } = pathScales(labels);
  const dots = { x, y, tooltip: [
    { field: "when", title: "Month" }, { field: "path", title: "Path" },
    { field: "shown", title: "Points" }, { field: "remark", title: "Remark" },
  ] };
  return {
    height: 240,
    data: { values },
    layer: [
      ...(goal === null ? [] : [
        {
          mark: { type: "line", interpolate: "step", color: "var(--goal)", strokeWidth: 1.5 },
          encoding: { x, y: { ...y, field: "goal" } },
        },
      ]),
      {
        mark: { type: "line", strokeWidth: 2, interpolate: isStepped ? "step-after" : "linear" },
        encoding: { x, y, color, strokeDash },
      },
      {
        mark: { type: "point", filled: true, size: 48, opacity: 1, strokeWidth: 2 },
        encoding: {
          ...dots, stroke: color,
          fill: { condition: { test: "datum.hollow", value: "var(--ground)" }, ...color },
        },
      },
    ],
  };
}

// Bars that each begin where the one before ends, between two totals. The axis does not begin at
// nothing, so the totals are marks: a bar would look longer or shorter than it is.
function waterfall({ values, least, most }) {
  const y = {
    field: "label", type: "ordinal", scale: { domain: values.map((row) => row.label) },
    axis: {
      title: null, labelLimit: 170, ticks: false, domain: false, labelColor: "var(--ink)",
    },
  };
  const x = (field) => ({
    field, type: "quantitative", scale: { domain: [least, most], zero: false, nice: false },
    axis: { title: "Points", tickCount: 4, domain: false },
  });
  const isTotal = "datum.kind === 'total'";
  const tooltip = [{ field: "label", title: "Cause" }, { field: "shown", title: "Points" }];
  return {
    height: 32 * values.length,
    // Room for the figure beside the longest bar.
    padding: { left: 5, top: 5, bottom: 5, right: 64 },
    data: { values },
    layer: [
      {
        transform: [{ filter: `!(${isTotal})` }],
        mark: { type: "bar", height: 16, cornerRadius: 2 },
        encoding: {
          y, x: x("from"), x2: { field: "to" }, tooltip,
          color: {
            field: "kind", type: "nominal", legend: null,
            scale: { domain: ["up", "down"], range: ["var(--good)", "var(--bad)"] },
          },
        },
      },
      {
        transform: [{ filter: isTotal }],
        mark: { type: "tick", thickness: 4, size: 22, color: "var(--first)", opacity: 1 },
        encoding: { y, x: x("to"), tooltip },
      },
      {
        mark: { type: "text", align: "left", dx: 8, fontWeight: 600 },
        encoding: { y, x: x("right"), text: { field: "shown" } },
      },
    ],
  };
}

// Names of the lines with their colour and dash: a legend that is text.
function legend(labels, ...others) {
  return el(
    "ul",
    { class: "legend" },
    ...labels.map((label, at) => el("li", { class: `path-${at + 1}` }, label)),
    ...others,
  );
}

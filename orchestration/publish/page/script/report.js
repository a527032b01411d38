// The Customer Eligibility report: all customers, and by customer. Belongs here: the summary, the
// table with its search and filters. Does not belong here: what one row unfolds to (customers.js).

function showClasses(tables) {
  const rows = tables.eligibility_classes;
  if (!rows.length) return null;
  const grouped = new Map();
  for (const row of rows) {
    const key = `${row.path} ${row.condition_label}`;
    if (!grouped.has(key)) {
      grouped.set(key, { path: row.path, label: row.condition_label, classes: new Map() });
    }
    const classes = grouped.get(key).classes;
    classes.set(row.class, { ...classes.get(row.class), [row.unit]: row.members_count });
  }
  const classes = ["Qualified", "Unqualified", "With growth", "In decline", "No change"]
    .filter((name) => rows.some((row) => row.class === name));
  return tables.paths.map((path) => more(`All customers, ${path.label}`, plainTable(
    `All customers, ${path.label}`,
    [
      { title: "Metric", value: (row) => row.label },
      ...classes.map((name) => ({ title: name, number: true, value: (row) => {
        const members = row.classes.get(name);
        return members ? el("span", {}, count(members.customer ?? 0),
          el("small", {}, `${count(members.tenant ?? 0)} ${unitName("tenants", members.tenant)}`))
          : "–";
      } })),
    ],
    [...grouped.values()].filter((row) => row.path === path.path),
  )));
}

// The results of the report, each a column of the table.
const resultsOf = (report) => report.conditions
  .map((condition, place) => ({ ...condition, place }))
  .filter((condition) => condition.kind === "result")
  .map((condition, net) => ({ ...condition, net }));

function customerColumns({ customers, results, report, open, partOf }) {
  return [
    {
      title: "Customer",
      order: (at) => customers.name[at].toLowerCase(),
      value: (at) => el("button", {
        type: "button", class: "unfold", "aria-expanded": "false",
        onclick: (event) => open(event, at),
      }, customers.name[at], el("small", {}, customers.id[at])),
    },
    { title: "Tenants", number: true, value: (at) => customers.tenants[at].length / 2 },
    ...resultsOf(report).map((result) => ({
      title: `${result.metric_label}, ${lineName(result.product_line)}`,
      number: true,
      order: (at) => Number(results.nets[result.net][at]),
      value: (at) => {
        const met = isMet(results, at, result.place);
        return el("span", { class: "result" }, verdict(met, met ? "Met" : "Not met"),
          el("small", {}, signedAmount(results.nets[result.net][at],
            partOf(result.metric, result.product_line).unit)));
      },
    })),
  ];
}

// The conditions that the filters speak of, by their place.
function chosenPlaces(report, metric, line) {
  return report.conditions.map((condition, place) => ({ ...condition, place }))
    .filter((each) => (metric === "roots" ? each.metric === null
      : each.kind === "result" && (!metric || each.metric === metric)))
    .filter((each) => !line || each.product_line === line)
    .map((each) => each.place);
}

function reportFilters(tables, report) {
  const best = tables.paths.find((path) => path.is_best_path);
  const metrics = new Map(report.conditions.filter((each) => each.metric !== null)
    .map((each) => [each.metric, each.metric_label]));
  const lines = [...new Set(report.conditions.map((each) => each.product_line))];
  const boxes = {
    search: searchBox("report-search", "Search customers"),
    path: choiceBox("report-path", "Path", tables.paths.map((path) => [path.path, path.label])),
    metric: choiceBox("report-metric", "Metric", [
      ["", "All metrics"], ...metrics, ["roots", "Workloads and association types"],
    ]),
    line: choiceBox("report-line", "Product line",
      [["", "All product lines"], ...lines.map((line) => [line, lineName(line)])]),
    status: choiceBox("report-status", "Status",
      [["", "Met or Not met"], ["met", "Met"], ["unmet", "Not met"]]),
  };
  boxes.path.select.value = best.path;
  return boxes;
}

async function showReport(scope, tables, area) {
  fill("eligibility", note("Opening the report …"));
  if (!block(`customers-${scope}`)) {
    fill("eligibility", note(area.has_report
      ? "No customer of this partner has usage in the newest month."
      : `There is no Customer Eligibility report for ${area.label} yet.`));
    return;
  }
  const report = await readBlock(`report-${area.solution_area}`);
  const customers = await readCustomers(scope);
  const boxes = reportFilters(tables, report);
  const place = el("div", { class: "long" });
  fill(
    "eligibility",
    lead("A customer is Met on a metric if its tenants add anything to it. Open a "
      + "customer to see every condition, what it asks, and why."),
    showClasses(tables),
    heading("By customer"),
    el("div", { class: "filters" }, Object.values(boxes).map((box) => box.field)),
    place,
  );
  const show = () => showCustomers({ scope, report, customers, boxes, place, parts: tables.parts });
  boxes.path.select.addEventListener("change", () => show().catch(showFault));
  await show();
}

async function showCustomers({ scope, report, customers, boxes, place, parts }) {
  const path = boxes.path.select.value;
  const partOf = (metric, line) => parts.find((part) =>
    part.path === path && part.metric === metric && part.part === line);
  const results = await readResults(scope, path);
  let api;
  const open = async (event, at) => {
    const button = event.currentTarget;
    const row = api.row(button.closest("tr"));
    if (row.child.isShown()) row.child.hide();
    else {
      row.child(await customerInFull({
        scope, path, customers, results, report, at, partOf,
      })).show();
    }
    button.setAttribute("aria-expanded", String(row.child.isShown()));
  };
  let places = [];
  const choose = () => {
    places = chosenPlaces(report, boxes.metric.select.value, boxes.line.select.value);
  };
  const wanted = boxes.status.select;
  choose();
  // A fresh box: the listeners of the table before must not search in this one.
  const search = boxes.search.input.cloneNode(true);
  search.value = boxes.search.input.value;
  boxes.search.input.replaceWith(search);
  boxes.search.input = search;
  const table = await longTable(place, {
    label: "Customers",
    count: customers.name.length,
    search,
    texts: (at) => customers.texts[at],
    extra: (at) => !wanted.value
      || places.some((condition) => isMet(results, at, condition)) === (wanted.value === "met"),
    columns: customerColumns({
      customers, results, report, partOf, open: (...args) => open(...args).catch(showFault),
    }),
  });
  api = table.api;
  for (const each of [boxes.metric.select, boxes.line.select, wanted]) {
    each.onchange = () => {
      choose();
      table.look();
    };
  }
}

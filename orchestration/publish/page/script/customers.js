// The Customer Eligibility report's data, and one customer in full. Belongs here: opening blocks of
// the report, and what a customer's row unfolds to. Does not belong here: the table of customers
// (report.js). The other side is report.py.

const isMet = (results, at, condition) => ((results.met[at] >> condition) & 1) === 1;

// Customers of a partner in an area, column by column, with the text that the search looks in.
async function readCustomers(scope) {
  const packed = await readBlock(`customers-${scope}`);
  const customers = Object.fromEntries(["name", "id", "segment", "market", "tenants"]
    .map((name) => [name, column(packed[name])]));
  customers.texts = customers.name.map((name, at) =>
    [name, customers.id[at], ...customers.tenants[at]].join(" ").toLowerCase());
  return customers;
}

async function readResults(scope, path) {
  const packed = await readBlock(`results-${scope}-${path}`);
  return { met: column(packed.met), nets: packed.nets.map(column) };
}

const chunks = new Map();

// The rows of one customer: conditions as lists, and tenant rows. Blocks that were opened stay.
async function readRows(scope, path, at, size) {
  const name = `rows-${scope}-${path}-${Math.floor(at / size)}`;
  if (!chunks.has(name)) chunks.set(name, await readBlock(name));
  const [conditions, tenants] = chunks.get(name)[at % size];
  return { conditions, tenants };
}

// A condition stands in below the one it hangs on only where that one is the row above.
const indents = (report) => {
  const depth = new Map();
  let above = null;
  for (const { condition, parent_condition: parent } of report.conditions) {
    depth.set(condition, parent !== null && parent === above ? depth.get(parent) + 1 : 0);
    above = condition;
  }
  return depth;
};

function conditionsTable(name, report, results, at, rows) {
  const depth = indents(report);
  const lines = report.conditions.map((condition, place) => ({
    ...condition,
    isMet: isMet(results, at, place),
    criteria: report.criteria[rows.criteria[place]],
    currentStatus: rows.current_status[place],
    details: rows.details[place],
  }));
  return plainTable(`Conditions of ${name}`, [
    { title: "Condition", value: (row) =>
      el("span", { class: `depth-${depth.get(row.condition)}` }, row.label) },
    { title: "Status", value: (row) => verdict(row.isMet, row.isMet ? "Met" : "Not met") },
    { title: "Criteria", value: (row) => row.criteria },
    { title: "Current status", value: (row) => row.currentStatus },
    { title: "Details", value: (row) => row.details },
  ], lines);
}

function tenantsTable(name, customers, at, report, rows, partOf) {
  if (!rows.length) return null;
  const tenants = customers.tenants[at];
  const names = new Map();
  for (let place = 0; place < tenants.length; place += 2) {
    names.set(tenants[place + 1], tenants[place]);
  }
  const metrics = new Map(report.conditions.map((each) => [each.metric, each.metric_label]));
  const lines = rows.map(([id, metric, line, now, before, adds, reason, workload]) =>
    ({ id, metric, line, now, before, adds, reason, workload }));
  return [heading("Tenants"), plainTable(`Tenants of ${name}`, [
    { title: "Tenant", value: (row) => el("span", {}, names.get(row.id) ?? row.id,
      el("small", {}, row.id)) },
    { title: "Metric", value: (row) => `${metrics.get(row.metric)}, ${lineName(row.line)}` },
    { title: "Now", number: true, value: (row) =>
      amount(row.now, measureUnit(partOf(row.metric, row.line).value_measure)) },
    { title: "A year ago", number: true, value: (row) =>
      amount(row.before, measureUnit(partOf(row.metric, row.line).value_measure)) },
    { title: "Adds", number: true, value: (row) =>
      signedAmount(row.adds, partOf(row.metric, row.line).unit) },
    { title: "Why", value: (row) => sentence(reasonOf(row.reason, row.adds))
      + (row.workload ? ` (${row.workload})` : "") },
  ], lines)];
}

// What stands under a customer's row when it is opened.
async function customerInFull({ scope, path, customers, results, report, at, partOf }) {
  const rows = await readRows(scope, path, at, report.customers_per_chunk[0]);
  const name = customers.name[at];
  const facts = [customers.id[at], customers.segment[at], customers.market[at]].filter(Boolean);
  return el(
    "div",
    { class: "drill" },
    el("p", { class: "note" }, `Customer ${facts.join(" · ")}`),
    conditionsTable(name, report, results, at, rows.conditions),
    tenantsTable(name, customers, at, report, rows.tenants, partOf),
  );
}

// Tables. Belongs here: plain ones, and long ones that sort, search and turn pages. Does not belong
// here: what stands in them.
//
// Long tables are DataTables. These take a cell's text for HTML wherever they search in it or
// measure it, so they never see one: cells are elements made here, widths are the browser's, and
// the search is a function of ours over the texts.

// Rows given at a time, so that a browser with very many of them still listens.
const ROWS_AT_ONCE = 4000;

const cellOf = (column, row) => {
  const value = column.value(row);
  return value === null || value === undefined ? "" : value;
};

function headOf(columns) {
  return el("thead", {}, el("tr", {}, columns.map((column) =>
    el("th", { scope: "col", class: column.number ? "number" : null }, column.title),
  )));
}

// A box of its own for a table that may be wider than the page: it scrolls, by keys too.
const scrolling = (label, table) =>
  el("div", {
    class: "scroll", tabindex: "0", role: "region", "aria-label": `Table: ${label}`,
  }, table);

function plainTable(label, columns, rows) {
  if (!rows.length) return note("None.");
  return scrolling(label, el(
    "table",
    {},
    el("caption", { class: "hidden" }, label),
    headOf(columns),
    el("tbody", {}, rows.map((row) => el("tr", {}, columns.map((column, at) =>
      at
        ? el("td", { class: column.number ? "number" : null, "data-title": column.title },
          cellOf(column, row))
        : el("th", { scope: "row" }, cellOf(column, row)),
    )))),
  ));
}

// A long table in `place` of `count` rows, known by their numbers: columns, `texts` and `extra` are
// functions of these, so that no row has to be put together before it is seen. `texts(at)` is what
// the search looks in, in lower case; `extra(at)` tells whether the filters let a row through.
// Returns the DataTable, and a function that applies search and filters anew.
async function longTable(place, {
  label, columns, count: length, texts, extra = () => true, search, pageLength = 25,
}) {
  const table = el("table", {}, el("caption", { class: "hidden" }, label), headOf(columns));
  place.replaceChildren(table);
  let wanted = [];
  const api = new DataTable(table, {
    autoWidth: false,
    columns: columns.map((column) => ({
      data: null,
      searchable: false,
      orderable: column.order !== false,
      type: column.number ? "num" : "string",
      className: column.number ? "number" : "",
      render: (_, kind, [at]) => {
        if (kind === "display") return elementOf(cellOf(column, at));
        return column.order ? column.order(at) : cellOf(column, at);
      },
    })),
    data: [],
    deferRender: true,
    language: { emptyTable: "None.", zeroRecords: "Nothing fits these filters.", info:
      "_START_ to _END_ of _TOTAL_", infoEmpty: "0 of 0", infoFiltered: "(_MAX_ in all)" },
    layout: { topStart: null, topEnd: null, bottomStart: "info", bottomEnd: "paging" },
    order: [],
    pageLength,
  });
  api.search.fixed("words", (_, [at]) => {
    if (!extra(at)) return false;
    const text = wanted.length ? texts(at) : "";
    return wanted.every((word) => text.includes(word));
  });
  const box = table.parentElement;
  box.classList.add("scroll");
  box.setAttribute("tabindex", "0");
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", `Table: ${label}`);
  api.table().container().querySelector("nav").setAttribute("aria-label", `Pages: ${label}`);
  for (let from = 0; from < length; from += ROWS_AT_ONCE) {
    const until = Math.min(from + ROWS_AT_ONCE, length);
    api.rows.add(Array.from({ length: until - from }, (_, at) => [from + at]));
    if (until < length) await breathe();
  }
  const look = () => {
    wanted = search ? search.value.toLowerCase().split(/\s+/).filter(Boolean) : [];
    api.draw();
  };
  look();
  if (search) {
    let timer;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 150);
    });
  }
  return { api, look };
}

// Only an element is put into a cell as it is; a text would be read as HTML.
const elementOf = (value) => (value instanceof Node ? value : el("span", {}, String(value)));

// A search box with its label.
function searchBox(id, label) {
  const input = el("input", { type: "search", id, autocomplete: "off", spellcheck: "false" });
  return { input, field: el("div", { class: "field" }, el("label", { for: id }, label), input) };
}

// A labelled choice; `choices` are pairs of value and text.
function choiceBox(id, label, choices) {
  const select = el("select", { id },
    choices.map(([value, text]) => el("option", { value }, text)));
  return { select, field: el("div", { class: "field" }, el("label", { for: id }, label), select) };
}

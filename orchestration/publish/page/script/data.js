// Reading the blocks of data. Belongs here: unpacking, and tables as the page uses them. Does not
// belong here: what any value means. The other side is blocks.py.

const block = (name) => document.querySelector(`script[data-block="${CSS.escape(name)}"]`);

// The content of a block; it is decompressed when asked for, off the main thread.
async function readBlock(name) {
  const element = block(name);
  if (!element) throw new Error(`The page has no block ${name}.`);
  if (typeof DecompressionStream === "undefined") {
    throw new Error("This browser is too old to open the data of this page.");
  }
  const packed = atob(element.textContent);
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// A column as a list, or its few values at their places.
const column = (packed) =>
  Array.isArray(packed) ? packed : packed.places.map((place) => packed.values[place]);

// A packed table as a list of rows with named values.
function rowsOf(table) {
  const names = Object.keys(table.columns);
  const columns = names.map((name) => column(table.columns[name]));
  return Array.from({ length: table.count }, (_, at) =>
    Object.fromEntries(names.map((name, place) => [name, columns[place][at]])),
  );
}

// The same for very many rows: the columns, of which a row is asked for by its number.
const columnsOf = (table) => Object.fromEntries(
  Object.entries(table.columns).map(([name, packed]) => [name, column(packed)]),
);

// Of tables with rows of several solution areas those of one; what knows no area stays whole.
const ofArea = (tables, area) => Object.fromEntries(
  Object.entries(tables).map(([name, rows]) => [name, rows.filter((row) =>
    row.solution_area === undefined || row.solution_area === area)]),
);

// Every table of a block.
const tablesOf = (packed) =>
  Object.fromEntries(Object.entries(packed).map(([name, table]) => [name, rowsOf(table)]));

// Lets the browser paint and listen between two pieces of long work.
const breathe = () => new Promise((resolve) => setTimeout(resolve));

// Live charts. The page is whole without this: each figure holds a still picture, and its data in a block that nothing runs.
// The chart library is large, so it is fetched only when a figure is in view of somebody: after the first paint, or when its
// panel is opened. The live chart takes the place of the still one, of the same size, and nothing on the page moves.

const CONFIG = { staticPlot: true, displayModeBar: false, displaylogo: false, responsive: false, typesetMath: false, showTips: false };
let library;

const load = (address) => (library ??= import(address).then(() => window.Plotly));

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** The figure of a plot with the colours of the page: `meta.tokens` says which token each colour of the data is. */
function figureOf(plot) {
  const text = plot.querySelector("[data-chart]")?.textContent;
  if (!text) throw new Error(`the chart "${plot.dataset.plot}" has no data`);
  const tokens = new Map(Object.entries(JSON.parse(text).layout.meta.tokens));
  const style = getComputedStyle(document.documentElement);
  const figure = JSON.parse(text, (key, value) => (tokens.has(value) && key !== "tokens" ? style.getPropertyValue(tokens.get(value)).trim() || value : value));
  const { fontFamily, fontSize } = getComputedStyle(plot);
  const { clientWidth: width, clientHeight: height } = plot.querySelector("[data-still]");
  Object.assign(figure.layout, { width, height, font: { family: fontFamily, size: parseFloat(fontSize) } });
  return figure;
}

async function draw(plot) {
  const began = performance.now();
  const still = plot.querySelector("[data-still]");
  let live = plot.querySelector(".live");
  if (!live) {
    live = document.createElement("div");
    live.className = "live";
    live.setAttribute("aria-hidden", "true"); // the still picture keeps the name and the sentence
    plot.append(live);
  }
  const [Plotly] = await Promise.all([load(plot.dataset.library), painted()]);
  if (!still.clientWidth) return; // closed again in the meantime
  const { data, layout } = figureOf(plot);
  await Plotly.react(live, data, layout, CONFIG);
  plot.classList.add("drawn");
  performance.measure(`chart ${plot.dataset.plot}`, { start: began, end: performance.now() });
}

/** Draw when the still picture gets a size: when it is first laid out, when its panel opens, when text or window grow. */
function tend(plot) {
  const panel = plot.closest("details");
  const still = plot.querySelector("[data-still]");
  const again = () => draw(plot).catch((problem) => console.error("The live chart could not be drawn; the still one stays.", problem));
  let size = "";
  new ResizeObserver(() => {
    if ((panel && !panel.open) || !still.clientWidth) return;
    const now = `${still.clientWidth} ${still.clientHeight}`;
    if (now !== size) again();
    size = now;
  }).observe(still);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.classList.contains("drawn") && again());
}

const plots = document.querySelectorAll("[data-plot]");
if (!plots.length) console.warn("chart.js: this page has no chart");
plots.forEach(tend);

// Live charts. The page is whole without this: each figure holds a still picture, and its data in a block that nothing runs.
// The chart library is large, so it is fetched only when a figure is in view of somebody: after the first paint, or when its
// panel is opened. The live chart takes the place of the still one, of the same size, and nothing on the page moves.
//
// It answers: the point nearest to a finger or a mouse says its words under the chart, and so do the arrow keys, Home and End.
// To a screen reader the chart is a slider over its points, whose value is those words.

const CONFIG = { displayModeBar: false, displaylogo: false, responsive: false, typesetMath: false, showTips: false, doubleClick: false, doubleClickDelay: 0, scrollZoom: false };
const KEYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
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

/** The place of the live chart, made when it is first drawn: reached by Tab, and read as a slider over the points. */
function placeOf(plot) {
  const there = plot.querySelector(".live");
  if (there) return there;
  const live = document.createElement("div");
  live.className = "live";
  live.tabIndex = 0;
  live.role = "slider";
  live.ariaLabel = plot.dataset.prompt;
  live.ariaValueMin = live.ariaValueNow = "0";
  live.ariaValueMax = String(plot.querySelectorAll("[data-answer]").length);
  live.ariaValueText = plot.dataset.prompt;
  plot.querySelector(".canvas").append(live);
  return live;
}

async function draw(plot) {
  const began = performance.now();
  const still = plot.querySelector("[data-still]");
  const [Plotly] = await Promise.all([load(plot.dataset.library), painted()]);
  if (!still.clientWidth) return; // closed again in the meantime
  const live = placeOf(plot);
  const { data, layout } = figureOf(plot);
  await Plotly.react(live, data, layout, CONFIG);
  if (!plot.classList.contains("drawn")) listen(plot, live, Plotly);
  plot.classList.add("drawn");
  say(plot, live, Plotly, Number(live.ariaValueNow) - 1);
  performance.measure(`chart ${plot.dataset.plot}`, { start: began, end: performance.now() });
}

/** Say the words of one point, by its place; before the first, the prompt. */
function say(plot, live, Plotly, at) {
  const words = [plot.querySelector(".prompt"), ...plot.querySelectorAll("[data-answer]")];
  words.forEach((each, place) => each.toggleAttribute("data-now", place === at + 1));
  live.ariaValueNow = String(at + 1);
  live.ariaValueText = words[at + 1].textContent;
  const trace = live.data.findIndex((each) => each.meta === "answers");
  Plotly.restyle(live, { selectedpoints: [at < 0 ? null : [at]] }, [trace]);
}

function listen(plot, live, Plotly) {
  const last = plot.querySelectorAll("[data-answer]").length - 1;
  const touched = ({ points }) => {
    const point = points.find((each) => each.data.meta === "answers");
    if (point && point.pointNumber !== Number(live.ariaValueNow) - 1) say(plot, live, Plotly, point.pointNumber);
  };
  live.on("plotly_hover", touched);
  live.on("plotly_click", touched);
  live.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    say(plot, live, Plotly, Math.min(last, Math.max(0, Number(live.ariaValueNow) - 1 + KEYS[event.key])));
  });
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

/* The queue: lines of one visit leave in their order, to their own visit and no other. What is tapped is written down here first,
   then sent, and taken away only when the server says that it has it; the same key, sent again, counts a single time. A line has
   seen what its page had seen and no more, however late it leaves; the server knows the lines of one page by the start of their keys. */

import { address_of } from "./fields.js";
import { here, loud, loud_of, page, quiet, say, site, visit } from "./screen.js";
import { seal, unseal } from "./sealing.js";
import { post, secret_of, Stop } from "./server.js";
import { store } from "./store.js";

const LONGEST_REST = 30;

/** What the server answered, by the key of the line. */
export const answers = new Map();
/** How many forms wait for their answer, how many lines of this visit wait here, and why sending rests. `after` is called when the
    queue has come to rest; the page sets it. */
export const queue = { underway: 0, waiting: 0, trouble: "", tries: 0, after: async () => {} };
let sending = null, wanted = false, timer = 0, sent_any = false;

/** Whether the server asks back about a line: it was not taken, and its visit goes on. */
export const is_asked = ({ stuck }) => stuck && stuck !== 409;

export async function keep(plain) {
  const box = await store();
  return box.put({ visit, sealed: await seal(plain, visit) });
}

async function send(line) {
  const plain = await unseal(line).catch((problem) => {
    if (problem instanceof Stop) throw problem;
    loud("a line here cannot be opened");
    throw new Stop("NotOurs");
  });
  const fields = [...plain.fields, ["seen", plain.seen], ["knew", plain.knew ?? ""]];
  const { status, data } = await post(plain.address, fields, line.visit);
  if (status === 404) await secret_of(line.visit, true); // stops here where somebody else has signed in
  const box = await store();
  if (status === 200 && data.saved) {
    await box.drop(line.n);
    for (const { line: old } of await lines_at(plain.address, line.visit, (each) => is_asked(each) && each.n < line.n)) await box.drop(old.n);
    sent_any ||= line.visit === visit;
  } else {
    const problems = data.problems ?? { [data.field ?? ""]: data.problem ?? "" };
    await box.put({ ...line, stuck: status, sealed: await seal({ ...plain, problems }, line.visit) });
  }
  answers.set(plain.key, { status, data });
}

async function send_all() {
  const passed = new Set();
  for (;;) {
    const line = (await (await store()).all()).find((each) => !each.stuck && !passed.has(each.visit));
    if (!line) return;
    try { await send(line); queue.tries = 0; } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      passed.add(line.visit);
      if (stop.message !== "NotOurs" || line.visit === visit) queue.trouble = stop.message;
      if (stop.message === "Kept") return;
    }
  }
}

async function send_in_turn() {
  try {
    while (wanted) {
      wanted = false; queue.trouble = "";
      await (navigator.locks ? navigator.locks.request("decisionaid", send_all) : send_all()); // a frame that keeps nothing has no locks
    }
  } finally { sending = null; }
}

/** Send what waits; two tabs take turns. */
export function flush() {
  wanted = true;
  return (sending ??= send_in_turn().then(report).catch(loud_of("what waits could not be read")));
}

async function report() {
  const lines = await (await store()).all(), own = lines.filter((each) => each.visit === visit);
  const { trouble } = queue, stuck = queue.stuck = own.find((each) => each.stuck);
  queue.waiting = own.filter((each) => !each.stuck).length;
  if (quiet) quiet.dataset.waiting = queue.waiting;
  clearTimeout(timer);
  if (lines.some((each) => !each.stuck) && trouble === "Kept") timer = setTimeout(flush, 1_000 * Math.min(2 ** queue.tries++, LONGEST_REST));
  if (queue.waiting && trouble === "SignIn") say("SignIn", `${site.signIn}?next=${encodeURIComponent(location.pathname)}`, here.linkSignIn);
  else if (queue.waiting) say(trouble === "NotOurs" ? "NotOurs" : "Kept");
  else if (stuck?.stuck === 409) say("Ended");
  else if (stuck) await report_stuck(stuck);
  else if (sent_any) say("Saved");
  await queue.after();
}

async function report_stuck(line) {
  const { address } = await unseal(line);
  if (page.forms.some((form) => address_of(form) === address)) say("Asked");
  else say("Asked", address, here.linkAsked);
}

/** The lines of a visit that wait for one address, opened. */
export async function lines_at(address, of_visit, which) {
  const found = [];
  for (const line of (await (await store()).all()).filter((each) => each.visit === of_visit && which(each))) {
    const plain = await unseal(line);
    if (plain.address === address) found.push({ line, plain });
  }
  return found;
}

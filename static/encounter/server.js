/* Asking the server, and the secrets of a visit: its key for what waits, and the token that a form carries. */

import { go, here, site, visit } from "./screen.js";

const ANSWER_WITHIN = 10_000;

/** Sending rests; its message is the word that the quiet line says. */
export class Stop extends Error {}

const secrets = new Map();
if (visit && here.key) secrets.set(visit, { key: here.key, csrf: here.csrf });

async function ask(address, fields) {
  let answer, data;
  try {
    answer = await fetch(address, {
      method: fields ? "POST" : "GET", body: fields && new URLSearchParams(fields), headers: { Accept: "application/json" },
      redirect: "error", cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    data = await answer.json();
  } catch { throw new Stop("Kept"); } // no connection, or something in between answered that is not our server
  if (answer.status === 410 && visit) go(location.pathname); // this screen was opened for a visit that has ended, and shows it no more
  if (answer.status === 401) throw new Stop("SignIn");
  if (answer.status === 429 || answer.status >= 500) throw new Stop("Kept");
  return { status: answer.status, data };
}

export async function secret_of(of_visit, anew = false) {
  if (anew || !secrets.has(of_visit)) {
    const { status, data } = await ask(site.waitKey.replace("*", of_visit));
    if (status !== 200) throw new Stop("NotOurs");
    secrets.set(of_visit, data);
  }
  return secrets.get(of_visit);
}

/** Send fields to an address of a visit; a token that has grown stale is fetched anew a single time. */
export async function post(address, fields, of_visit) {
  for (let anew = false; ; anew = true) {
    const answer = await ask(address, [...fields, ["csrf_token", (await secret_of(of_visit, anew)).csrf]]);
    if (anew || !answer.data.reload) return answer;
  }
}

/** Whether the server answers. The browser's own word is not enough: a laptop without any network still reaches its own server. */
export const reachable = () => secret_of(visit, true).then(() => true, () => false);

/* Where things wait on this device: IndexedDB, else localStorage, else nowhere, and the form is sent plainly. Lines that are to be
   sent and drafts of words lie apart, so that a draft is never sent by itself. */

import { base_name, device, loud } from "./screen.js";

const TABLE_NAMES = ["waiting", "drafts"];

function indexed() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(base_name, 2);
    asked.onupgradeneeded = () => {
      const { result: base } = asked;
      for (const name of TABLE_NAMES) if (!base.objectStoreNames.contains(name)) base.createObjectStore(name, { keyPath: "n", autoIncrement: true });
    };
    asked.onerror = asked.onblocked = ({ type }) => fail(asked.error ?? { name: type });
    asked.onsuccess = () => done(asked.result);
  }).then((base) => {
    base.onclose = base.onversionchange = () => { base.close(); opened = null; };
    const [waiting, drafts] = TABLE_NAMES.map((name) => indexed_table(base, name));
    return { ...waiting, drafts };
  });
}

function indexed_table(base, name) {
  const work = (mode, what) => new Promise((done, fail) => {
    const all = base.transaction(name, mode, { durability: "strict" });
    const asked = what(all.objectStore(name));
    all.oncomplete = () => done(asked.result);
    all.onabort = () => fail(all.error); // also after an error
  });
  return {
    all: () => work("readonly", (rows) => rows.getAll()),
    put: (line) => work("readwrite", (rows) => rows.put(line)),
    drop: (n) => work("readwrite", (rows) => rows.delete(n)),
  };
}

function plainly_stored() {
  if (!device) throw new Error("nothing can be kept in this browser");
  return { ...plain_table("decisionaid."), drafts: plain_table("decisionaid.draft.") };
}

function plain_table(prefix) {
  const is_row = (key) => key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length));
  return {
    all: async () => Object.keys(device).filter(is_row).map((key) => JSON.parse(device.getItem(key))).sort((one, other) => one.n - other.n),
    put: async (line) => {
      const n = line.n ?? Math.max(Date.now() * 100, (Number(device.getItem("decisionaid.last")) || 0) + 1);
      if (!line.n) device.setItem("decisionaid.last", n);
      device.setItem(prefix + n, JSON.stringify({ ...line, n }));
      return n;
    },
    drop: async (n) => device.removeItem(prefix + n),
  };
}

let opened = null;
export const store = () => (opened ??= indexed().catch((problem) => { loud(`no IndexedDB (${problem?.name})`); return plainly_stored(); }));

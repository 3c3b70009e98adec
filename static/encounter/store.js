/* Where lines wait until they are sent: IndexedDB, else localStorage, else nowhere, and the form is sent plainly. */

import { device, loud } from "./screen.js";

function indexed() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("decisionaid", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "n", autoIncrement: true });
    asked.onerror = asked.onblocked = () => fail(asked.error ?? new Error("blocked"));
    asked.onsuccess = () => done(asked.result);
  }).then((base) => {
    base.onclose = base.onversionchange = () => { base.close(); opened = null; };
    const work = (mode, what) => new Promise((done, fail) => {
      const all = base.transaction("waiting", mode, { durability: "strict" });
      const asked = what(all.objectStore("waiting"));
      all.oncomplete = () => done(asked.result);
      all.onabort = all.onerror = () => fail(all.error ?? new Error("not written"));
    });
    return {
      all: () => work("readonly", (rows) => rows.getAll()),
      put: (line) => work("readwrite", (rows) => rows.put(line)),
      drop: (n) => work("readwrite", (rows) => rows.delete(n)),
    };
  });
}

function plainly_stored() {
  if (!device) throw new Error("nothing can be kept in this browser");
  const name = (n) => `decisionaid.${n}`;
  return {
    all: async () => Object.keys(device).filter((key) => /^decisionaid\.\d+$/.test(key))
      .map((key) => JSON.parse(device.getItem(key))).sort((one, other) => one.n - other.n),
    put: async (line) => {
      const n = line.n ?? Math.max(Date.now() * 100, (Number(device.getItem("decisionaid.last")) || 0) + 1);
      device.setItem("decisionaid.last", n);
      device.setItem(name(n), JSON.stringify({ ...line, n }));
      return n;
    },
    drop: async (n) => device.removeItem(name(n)),
  };
}

let opened = null;
export const store = () => (opened ??= indexed().catch((problem) => { loud(`no IndexedDB (${problem?.name})`); return plainly_stored(); }));

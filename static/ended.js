/* After the end of a visit: this browser forgets it, also where it did not listen to the server, or where the server shares its host
   with others and could not tell it to forget everything. What waits to be sent, of another visit, stays; it is sealed. */

const { visits } = document.querySelector("[data-ended]").dataset, base = document.body.dataset.base, name = `decisionaid${base.slice(0, -1)}`;

async function forget() {
  sessionStorage.clear();
  for (const each of await caches.keys()) if (each.startsWith(`${name}-`)) await caches.delete(each);
  for (const each of (await navigator.serviceWorker?.getRegistrations()) ?? []) if (new URL(each.scope).pathname === visits) await each.unregister();
  if ((await indexedDB.databases?.())?.some((each) => each.name === name) && !(await rows()).length) indexedDB.deleteDatabase(name);
}

/** What still waits to be sent, and drafts of other visits. */
const rows = () => new Promise((done, fail) => {
  const asked = indexedDB.open(name), found = [];
  asked.onerror = () => fail(asked.error);
  asked.onsuccess = () => {
    const opened = asked.result, tables = [...opened.objectStoreNames];
    if (!tables.length) return done(found);
    const read = opened.transaction(tables);
    for (const table of tables) read.objectStore(table).getAll().onsuccess = ({ target }) => found.push(...target.result.filter((row) => !row.stuck));
    read.oncomplete = () => { opened.close(); done(found); };
  };
});

forget().catch((problem) => console.error(`decisionaid: not all was forgotten (${problem?.name})`));

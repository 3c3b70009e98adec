/* What waits on this device is sealed under the visit's key, which the server gives to a signed-in page alone. */

import { secret_of } from "./server.js";

const utf8 = (text) => new TextEncoder().encode(text);
const to_text = (bytes) => btoa(Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join(""));
const to_bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const place = (iv, of_visit) => ({ name: "AES-GCM", iv, additionalData: utf8(of_visit) });

async function key_of(of_visit) {
  const bytes = Uint8Array.from((await secret_of(of_visit)).key.match(/../g), (each) => parseInt(each, 16));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function seal(plain, of_visit) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return `${to_text(iv)}.${to_text(await crypto.subtle.encrypt(place(iv, of_visit), await key_of(of_visit), utf8(JSON.stringify(plain))))}`;
}

export async function unseal(line) {
  const [iv, box] = line.sealed.split(".").map(to_bytes);
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(place(iv, line.visit), await key_of(line.visit), box)));
}

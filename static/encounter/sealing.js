/* What waits on this device is sealed under the visit's key, which the server gives to a signed-in page alone. */

const utf8 = (text) => new TextEncoder().encode(text);
const to_text = (bytes) => btoa(Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join(""));
const to_bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const key_of = (hex) =>
  crypto.subtle.importKey("raw", Uint8Array.from(hex.match(/../g), (each) => parseInt(each, 16)), "AES-GCM", false, ["encrypt", "decrypt"]);

export async function seal(plain, key, of_visit) {
  const iv = crypto.getRandomValues(new Uint8Array(12)), where = { name: "AES-GCM", iv, additionalData: utf8(of_visit) };
  return `${to_text(iv)}.${to_text(await crypto.subtle.encrypt(where, await key_of(key), utf8(JSON.stringify(plain))))}`;
}

export async function unseal(line, key) {
  const [iv, box] = line.sealed.split(".").map(to_bytes);
  const where = { name: "AES-GCM", iv, additionalData: utf8(line.visit) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(where, await key_of(key), box)));
}

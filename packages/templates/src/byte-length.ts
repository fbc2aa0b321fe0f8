const node = (globalThis as { Buffer?: { byteLength(text: string): number } }).Buffer;
const utf8 = new TextEncoder();

/** Bytes of a text in UTF-8. Node counts them without writing them, a web page has to write them. */
export const byteLength: (text: string) => number = node
  ? (text) => node.byteLength(text)
  : (text) => utf8.encode(text).length;

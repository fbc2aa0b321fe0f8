import { closeSync, openSync, readSync } from 'node:fs';

const chunk = 65_536;

/** The text of a file, or of a pipe until it ends. Throws an Error when it cannot be read, is longer, or is no UTF-8. */
export function boundedText(place: string, mostBytes: number): string {
  const file = openSync(place, 'r');
  try {
    const parts: Buffer[] = [];
    for (let length = 0; ; ) {
      const part = Buffer.alloc(chunk);
      const read = readSync(file, part, 0, chunk, null);
      if (read === 0) return textOf(Buffer.concat(parts));
      parts.push(part.subarray(0, read));
      length += read;
      if (length > mostBytes) throw new Error(`is larger than ${mostBytes} bytes`);
    }
  } finally {
    closeSync(file);
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('is no text in UTF-8');
  }
}

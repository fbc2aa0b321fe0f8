const memorySection = 5;
const pageBytes = 64 * 1024;

/**
 * The same WebAssembly module with a maximum on its own memory: allocations beyond it fail inside the module instead of
 * growing the process. Rewrites the memory section (WebAssembly Core 1.0, §5.5.8), which must declare one memory.
 */
export function capMemory(module: Uint8Array, maximumBytes: number): Uint8Array {
  for (let at = 8; at < module.length; ) {
    const [size, start] = readNumber(module, at + 1);
    if (module[at] !== memorySection) {
      at = start + size;
      continue;
    }
    const [initialPages] = readNumber(module, start + 2);
    const body = [1, 1, ...writeNumber(initialPages), ...writeNumber(Math.floor(maximumBytes / pageBytes))];
    const section = [memorySection, ...writeNumber(body.length), ...body];
    const rest = module.subarray(start + size);
    const capped = new Uint8Array(at + section.length + rest.length);
    capped.set(module.subarray(0, at));
    capped.set(section, at);
    capped.set(rest, at + section.length);
    return capped;
  }
  throw new Error('The WebAssembly module declares no memory of its own.');
}

/** An unsigned LEB128 number and the offset after it. */
function readNumber(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('The WebAssembly module ends too early.');
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, at];
  }
}

function writeNumber(value: number): number[] {
  const rest = value >>> 7;
  return rest === 0 ? [value] : [(value & 0x7f) | 0x80, ...writeNumber(rest)];
}

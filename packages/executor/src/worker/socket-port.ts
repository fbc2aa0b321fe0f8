import type { Socket } from 'node:net';
import { DefaultSerializer, deserialize } from 'node:v8';
import { NotCopied } from './not-copied';
import type { Port } from './port';

const headBytes = 4;
const longestMb = 32;
const longestMessage = longestMb * 2 ** 20;

/**
 * A port to another process. A message is its length (four bytes, little-endian) and its body as V8 serialises it, which is
 * what threads copy with too. What cannot be read destroys the socket.
 */
export class SocketPort implements Port {
  private chunks: Buffer[] = [];
  private size = 0;
  /** So many bytes hold at least one more message. */
  private wanted = headBytes;
  /** Why what was said could not be read. */
  broken: Error | undefined;

  constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined); // its close says enough
  }

  post(message: unknown): void {
    const serializer = new DefaultSerializer();
    serializer.writeRawBytes(Buffer.alloc(headBytes));
    serializer.writeHeader();
    serializer.writeValue(message);
    const bytes = serializer.releaseBuffer();
    if (bytes.length > longestMessage)
      throw new NotCopied(
        `there are more than ${longestMb} MB, which is too much to be copied between worker and host`,
      );
    bytes.writeUInt32LE(bytes.length - headBytes);
    this.socket.write(bytes);
  }

  onMessage(listener: (message: any) => void): void {
    this.socket.on('data', (chunk) => {
      try {
        this.read(chunk, listener);
      } catch (error) {
        this.broken = error as Error;
        this.socket.destroy();
      }
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer, listener: (message: any) => void): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size < this.wanted) return;
    let bytes = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    for (;;) {
      this.wanted = headBytes + (bytes.length < headBytes ? 0 : bytes.readUInt32LE());
      if (this.wanted > longestMessage) throw new Error(`it said more than ${longestMessage} bytes at once`);
      if (bytes.length < this.wanted || bytes.length < headBytes) break;
      const body = bytes.subarray(headBytes, this.wanted);
      bytes = bytes.subarray(this.wanted);
      listener(deserialize(body));
    }
    this.chunks = bytes.length > 0 ? [bytes] : [];
    this.size = bytes.length;
  }
}

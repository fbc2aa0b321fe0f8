import type { Host, Keep, StreamedAnswer, StreamRequest } from './host';

/** What is used of a page, or of a worker, which has no storage. */
interface Page {
  readonly localStorage?: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  readonly document?: { readonly visibilityState: string } & EventTarget;
}
const page = globalThis as unknown as Page & EventTarget;

/** A web page. */
export const pageHost: Host = {
  stream,
  keep: (where = 'trialogue', problem, part = '') => new StorageKeep(where + part, problem),
  /** A page's storage holds some five million for all of its origin. */
  keptCharacters: 500_000,
  /** A page that is hidden may be ended without a word, on phones above all. */
  onLeaving(leave) {
    const hidden = () => page.document?.visibilityState === 'hidden' && leave();
    page.addEventListener('pagehide', leave);
    page.document?.addEventListener('visibilitychange', hidden);
    return () => {
      page.removeEventListener('pagehide', leave);
      page.document?.removeEventListener('visibilitychange', hidden);
    };
  },
  watch(look) {
    const tell = () => look(page.document?.visibilityState !== 'hidden');
    page.document?.addEventListener('visibilitychange', tell);
    tell();
    return () => page.document?.removeEventListener('visibilitychange', tell);
  },
  /** Fetch’s own limit is 64 KiB for all that is under way. */
  leavingBytes: 60_000,
};

async function stream(url: string, { headers, body, signal }: StreamRequest): Promise<StreamedAnswer> {
  const response = await fetch(url, { method: 'POST', headers, body, signal });
  return { status: response.status, header: (name) => response.headers.get(name), text: textOf(response) };
}

/** With a reader, for not every browser iterates over a stream. */
async function* textOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (let part = await reader.read(); !part.done; part = await reader.read())
    yield decoder.decode(part.value, { stream: true });
}

/** Storage may be switched off, or full: then a page starts without what was known. */
class StorageKeep implements Keep {
  constructor(
    private readonly key: string,
    private readonly problem: (error: unknown) => void,
  ) {}

  read(): string | undefined {
    try {
      return page.localStorage?.getItem(this.key) ?? undefined;
    } catch (error) {
      this.problem(error);
      return undefined;
    }
  }

  write(text: string): void {
    try {
      page.localStorage?.setItem(this.key, text);
    } catch (error) {
      this.problem(error);
    }
  }

  async settled(): Promise<void> {}
}

/** What differs between Node and a web page. */
export interface Host {
  /** POSTs, and answers as soon as the answer has begun. While nothing comes, it keeps no process alive. */
  stream(url: string, request: StreamRequest): Promise<StreamedAnswer>;

  /**
   * Undefined when nothing is to be kept, or cannot be. `where` is a file's path, or a key of the page's storage; `part`,
   * which follows it in the name, is for what is kept beside the definitions.
   */
  keep(where: string | undefined, problem: (error: unknown) => void, part?: string): Keep | undefined;

  /** So many characters may be kept beside the definitions. */
  readonly keptCharacters: number;

  /** Calls `leave` whenever the process or the page is about to go, until the function that it answers is called. */
  onLeaving(leave: () => void): () => void;

  /** Tells whether anybody looks, now and whenever that changes, until the function that it answers is called. */
  watch?(look: (seen: boolean) => void): () => void;

  /** What is sent while a page goes must fit into so many bytes together; undefined: a process waits for what it sends. */
  readonly leavingBytes?: number;
}

export interface StreamRequest {
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface StreamedAnswer {
  readonly status: number;
  header(name: string): string | null;
  readonly text: AsyncIterable<string>;
}

/** Where what was known last is between two runs. */
export interface Keep {
  /** Undefined when there is nothing that is as it was written. */
  read(): string | undefined;
  write(text: string): void;
  /** Resolves when what was written last is there. */
  settled(): Promise<void>;
}

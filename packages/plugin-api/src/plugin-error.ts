/**
 * What a resolver throws so that whoever asked the graph can tell its failures apart: it reaches the caller with this code
 * and message, under `extensions.code`. What else a resolver throws is logged and masked. The host knows it by its name,
 * not by its class, for a plugin may have its own copy of this package.
 */
export class PluginError extends Error {
  /** What the caller can do, in a sentence. */
  readonly help?: string;

  /**
   * @param code UPPER_SNAKE, 64 characters at most; begin one of your own with the plugin's name: `MLFLOW_UNAVAILABLE`
   * @param message read by whoever asked: no secrets, no stack traces; 500 characters are shown
   */
  constructor(
    readonly code: string,
    message: string,
    options: ErrorOptions & { readonly help?: string } = {},
  ) {
    super(message, options);
    this.name = 'PluginError';
    if (options.help !== undefined) this.help = options.help;
  }
}

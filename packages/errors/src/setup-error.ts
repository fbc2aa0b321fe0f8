/** Why the product cannot start, or a command cannot run, and what to do about it. Shown on the terminal, without a stack. */
export class SetupError extends Error {
  constructor(
    message: string,
    readonly help: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SetupError';
  }
}

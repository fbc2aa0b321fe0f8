/** The turn was taken from this process: it must not write another byte. */
export class LeaseLost extends Error {
  constructor() {
    super('the turn belongs to another process now, or has ended');
    this.name = 'LeaseLost';
  }
}

/** Why a turn is ended before its answer is whole; it still is finished by the process that runs it. */
export class TurnStopped extends Error {
  constructor(readonly why: 'CANCELLED' | 'SHUTTING_DOWN') {
    super(why === 'CANCELLED' ? 'the turn was cancelled' : 'the process is shutting down');
    this.name = 'TurnStopped';
  }
}

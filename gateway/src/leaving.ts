/** Whose signal is aborted when somebody has gone; an `AbortController`, or `whenAsked`. */
export type Leaving = Pick<AbortController, 'signal'>;

/** Makes the controller when its signal is first read. */
export function whenAsked(make: () => AbortController): Leaving {
  let made: AbortController | undefined;
  return {
    get signal() {
      made ??= make();
      return made.signal;
    },
  };
}

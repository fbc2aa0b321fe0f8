/** How long applications may have been cut off from what was published: what was served before counts until then. */
export const graceDays = 7;

/** Whether that is over since a head was moved. One that never was, or of which it is not known, is long gone. */
export const isPast = (movedAt = Number.NEGATIVE_INFINITY, now: Date): boolean =>
  now.getTime() - movedAt > graceDays * 86_400_000;

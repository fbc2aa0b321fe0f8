/** Bytes of what somebody says. */
export const longestText = 32_768;

/** What a model or a message said, without what a text column refuses. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

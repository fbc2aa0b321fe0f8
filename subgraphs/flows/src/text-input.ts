/** What a model or a message said, without what a text column refuses. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

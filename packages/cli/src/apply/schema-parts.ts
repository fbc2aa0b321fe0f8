export const name = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' } as const;
export const text = { type: 'string', maxLength: 10_000 } as const;

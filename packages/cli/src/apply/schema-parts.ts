export const name = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' } as const;
export const text = { type: 'string', maxLength: 10_000 } as const;
export const share = { type: 'number', minimum: 0, maximum: 1 } as const;
export const salt = { type: 'string', minLength: 1, maxLength: 200 } as const;
export const file = { type: 'string', description: 'Path from the project’s folder.', maxLength: 500 } as const;
export const versionNumber = { type: 'integer', minimum: 1, maximum: 1_000_000 } as const;

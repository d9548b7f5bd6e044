/** Tags as DRS has them: key to value. */
export type Tags = Record<string, string>;

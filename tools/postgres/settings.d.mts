/** Settings of the PostgreSQL in the box, by name. */
export function boxedSettings(): Record<string, string>;

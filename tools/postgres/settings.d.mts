export function embeddedSettings(): Record<string, string>;

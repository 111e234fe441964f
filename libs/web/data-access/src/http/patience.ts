/** Asks, and gives up by the signal what is not answered within `ms`; `giving` may give it up before. */
export async function withPatience<T>(
  ms: number,
  ask: (signal: AbortSignal) => Promise<T>,
  giving = new AbortController(),
): Promise<T> {
  const timer = setTimeout(() => giving.abort(), ms);
  try {
    return await ask(giving.signal);
  } finally {
    clearTimeout(timer);
  }
}

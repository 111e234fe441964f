/**
 * An array literal of values that need no quoting (uuids, integers), null for NULL. Much cheaper than an array
 * parameter, whose every element the driver escapes.
 */
export function plainArray<T>(items: readonly T[], of: (item: T) => string | null): string {
  let literal = '{';
  for (const [index, item] of items.entries()) {
    if (index > 0) literal += ',';
    literal += of(item) ?? 'NULL';
  }
  return `${literal}}`;
}

/** One line of the palette. */
export interface Command {
  id: string;
  label: string;
  run: () => void;
}

/**
 * The commands whose label holds every typed word, in any order; those that begin with the first word go first.
 * Nothing typed: all.
 */
export function fitting(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) =>
    words.every((word) => `${command.label} ${command.id}`.toLowerCase().includes(word)),
  );
  const begins = (command: Command): number =>
    words[0] !== undefined && command.label.toLowerCase().startsWith(words[0]) ? 0 : 1;
  return found.sort((a, b) => begins(a) - begins(b));
}

const isColour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const paint = (code) => (text) => (isColour ? `\u001b[${code}m${text}\u001b[0m` : text);
const [bold, dim, red] = [paint('1'), paint('2'), paint('31')];

/** One line of progress. */
export const say = (line) => process.stdout.write(`${dim('·')} ${line}\n`);

/** A problem, with what to do about it. */
export const complain = (text) => process.stderr.write(`${red('✗')} ${text}\n`);

/** A box of names and values; a row without a value is a heading, an empty one a blank line. */
export function box(title, rows) {
  const nameWidth = Math.max(...rows.map(([name, value]) => (value === undefined ? 0 : width(name))));
  const lines = rows.map(([name, value]) =>
    value === undefined ? name : `${name}${' '.repeat(nameWidth - width(name))}  ${value}`,
  );
  const inner = Math.max(width(title), ...lines.map(width));
  const line = (text, shown = text) => `│ ${shown}${' '.repeat(inner - width(text))} │`;
  process.stdout.write(
    [
      '',
      `┌${'─'.repeat(inner + 2)}┐`,
      line(title, bold(title)),
      `├${'─'.repeat(inner + 2)}┤`,
      ...lines.map((text) => line(text)),
      `└${'─'.repeat(inner + 2)}┘`,
      '',
      '',
    ].join('\n'),
  );
}

/** Columns on a terminal: Chinese characters take two. */
function width(text) {
  return [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
        char,
      )
        ? 2
        : 1),
    0,
  );
}

/** Hands what a child says on, a line at a time, with its name before each. */
export function relay(stream, name, onLine = () => true) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (onLine(line) && line.trim() !== '') process.stdout.write(`${dim(`[${name}]`)} ${line}\n`);
    }
  });
}

/** SQLSTATE of an error from PostgreSQL (`23505` …), or undefined where it is none. */
export function sqlState(error: unknown): string | undefined {
  const code = codeOf(error);
  return code !== undefined && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Whether a row with this unique key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/** Whether a statement was cancelled because it took longer than it may. */
export function isTooSlow(error: unknown): boolean {
  return sqlState(error) === '57014';
}

/**
 * Whether PostgreSQL ended a transaction because it was asked nothing for too long: the process was frozen, or our own
 * work between two statements took that long.
 */
export function isEndedIdle(error: unknown): boolean {
  return sqlState(error) === '25P03';
}

const transientStates = new Set(['25P03', '40001', '40P01', '53300', '55P03', '57P01', '57P02', '57P03']);
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * Whether the same statement may succeed when tried again: a deadlock, a failed serialisation, a lock that was not
 * to be had in time, a transaction ended for asking nothing, a connection lost, or a server that is away or starting.
 */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return transientStates.has(state) || state.startsWith('08');
  const code = codeOf(error);
  if (code !== undefined && socketCodes.has(code)) return true;
  const { message } = (error ?? {}) as { message?: unknown };
  return /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/.test(
    String(message),
  );
}

const ownTroubles = ['25', '42', '53', '57', '58', 'XX'];

/**
 * Whether the database itself is in the way, for any data: what is transient, and also a full disk, a standby that only
 * reads, a privilege that is missing, or a schema of another build. Nothing may be concluded from it about the data.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  const state = sqlState(error);
  return isTransient(error) || (state !== undefined && ownTroubles.includes(state.slice(0, 2)));
}

/** By shape, not by class: errors of Node and of pg come from several realms and copies. */
function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

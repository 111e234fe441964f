import { type Severity, severities, type SpeakerRole } from '@earshot/contracts';

/** An instant on the wire: ISO 8601, UTC, milliseconds. */
export function instant(at: Date): string {
  return at.toISOString();
}

/** As `instant`; null stays null. */
export function instantOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/** The severity of a stored number: 0 is the gravest, as in `gravity` of `@earshot/domain/conversation`. */
export function severityOf(stored: number): Severity {
  const severity = severities[stored];
  if (severity === undefined) throw new Error(`no severity is stored as ${stored}`);
  return severity;
}

/** The number a severity is stored as. */
export function storedSeverity(severity: Severity): number {
  return severities.indexOf(severity);
}

const speakers: readonly SpeakerRole[] = ['customer', 'agent', 'bot', 'system'];

/** The speaker of a stored number. */
export function speakerOf(stored: number): SpeakerRole {
  const speaker = speakers[stored];
  if (speaker === undefined) throw new Error(`no speaker is stored as ${stored}`);
  return speaker;
}

import { eventData, type EventType } from '@earshot/contracts';
import * as z from 'zod';

type Picker = (value: Record<string, unknown>) => Record<string, unknown>;

const pickers = new Map<string, Picker>(
  (Object.keys(eventData) as EventType[]).map((type) => [type, pickerOf(eventData[type])]),
);

/**
 * What the contract knows of `data`, at every level, as a value of its own. What a producer adds is neither stored
 * nor read: nobody has said whether it holds personal data. `data` must follow the contract of `type`.
 */
export function knownFields(type: EventType, data: Record<string, unknown>): Record<string, unknown> {
  return pickers.get(type)?.(data) ?? {};
}

function pickerOf(schema: z.ZodObject): Picker {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
    return { name, pick: inner instanceof z.ZodObject ? pickerOf(inner) : null };
  });
  return (value) => {
    const known: Record<string, unknown> = {};
    for (const { name, pick } of fields) {
      const inner = value[name];
      if (inner === undefined || !Object.hasOwn(value, name)) continue;
      known[name] = pick === null ? inner : pick(inner as Record<string, unknown>);
    }
    return known;
  };
}

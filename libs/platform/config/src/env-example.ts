import { z } from 'zod';
import { areas } from './variables';

const titles: Record<keyof typeof areas, string> = {
  http: 'Where it listens',
  data: 'Where it keeps',
  intake: 'What comes in',
  parts: 'Parts from outside and several processes',
  alerts: 'Whom it wakes',
  running: 'Running and demo',
};

/** The text of `.env.example`: every variable, commented out, with its default. */
export function envExample(): string {
  const head = '# Every variable, with its default. Unset is always good for a first start.\n';
  return (
    head +
    Object.entries(areas)
      .map(([name, area]) => section(titles[name as keyof typeof areas], area))
      .join('')
  );
}

function section(title: string, area: z.ZodObject): string {
  const lines = Object.entries(area.shape).map(([name, schema]) => {
    const form = schema as z.ZodType;
    const standard = form instanceof z.ZodDefault ? String(form.def.defaultValue) : '';
    return `# ${form.description ?? ''}\n#${name}=${standard}\n`;
  });
  return `\n# --- ${title}\n${lines.join('')}`;
}

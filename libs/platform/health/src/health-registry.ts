/** How one part of the process is. */
export interface PartHealth {
  readonly ok: boolean;
  /** A word or a sentence: `connected`, `topic conversation.events does not exist yet`. */
  readonly detail: string;
}

/** A part that can be asked. */
export interface HealthPart {
  readonly name: string;
  /** Whether the process is of no use without it. Kafka and Redis are not: they show, and do not count. */
  readonly required: boolean;
  check(): PartHealth | Promise<PartHealth>;
}

/** Body of `/health/ready`. */
export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartHealth & { readonly required: boolean }>>;
}

const patienceMs = 2_000;

/** The parts of this process, added by whoever makes them. */
export class HealthRegistry {
  private readonly parts: HealthPart[] = [];

  add(part: HealthPart): void {
    if (this.parts.some(({ name }) => name === part.name))
      throw new Error(`There is a part "${part.name}" already.`);
    this.parts.push(part);
  }

  /** Asks all at once. One that throws, or does not answer within 2 s, is not well. */
  async readiness(): Promise<Readiness> {
    const answers = await Promise.all(
      this.parts.map(async (part) => [part.name, { ...(await ask(part)), required: part.required }] as const),
    );
    return {
      ready: answers.every(([, { ok, required }]) => ok || !required),
      parts: Object.fromEntries(answers),
    };
  }
}

async function ask(part: HealthPart): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartHealth>((answer) => {
    timer = setTimeout(() => answer({ ok: false, detail: `no answer within ${patienceMs} ms` }), patienceMs);
  });
  try {
    return await Promise.race([part.check(), late]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

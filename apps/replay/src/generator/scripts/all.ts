import { compile, type Script, type Step } from './script';
import { english } from './en';
import { zhHarmless } from './zh-harmless';
import { zhSafety } from './zh-safety';
import { zhService } from './zh-service';
import { zhTelecom } from './zh-telecom';

/** A script with its steps. */
export interface CompiledScript extends Script {
  readonly steps: readonly Step[];
}

/** Every script there is, compiled. */
export const scripts: readonly CompiledScript[] = [
  ...zhService,
  ...zhTelecom,
  ...zhSafety,
  ...zhHarmless,
  ...english,
].map((script) => ({ ...script, steps: compile(script.turns) }));

import { Injectable, inject, signal } from '@angular/core';
import { type Language } from '@earshot/contracts';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { type Translation } from './words/en';

/** Every key of the translation, as written in a template: `safety.acknowledge`. */
export type WordKey = Paths<Translation>;

/** Keys whose words depend on a number, without their `.one` and `.other`. */
export type CountKey = WordKey extends infer K ? (K extends `${infer Stem}.other` ? Stem : never) : never;

type Paths<T> = T extends string
  ? never
  : { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string];

type Values = Record<string, string | number>;

const REMEMBERED = 'earshot.language';

/** The interface's words in the person's language. Reads a signal, so templates follow a change of language. */
@Injectable({ providedIn: 'root' })
export class Words {
  private readonly transloco = inject(TranslocoService);
  private readonly current = signal<Language>('zh-CN');

  /** The language in which everything is shown now. */
  readonly language = this.current.asReadonly();

  /** The words for a key, with `{{name}}` replaced by `values.name`. */
  readonly t = (key: WordKey, values?: Values): string =>
    this.transloco.translate(key, values ?? {}, this.current());

  /** The words for a number of things: `one` or `other` by the language's rule; `{{n}}` is the number. */
  readonly count = (key: CountKey, n: number, values?: Values): string => {
    const form = new Intl.PluralRules(this.current()).select(n) === 'one' ? 'one' : 'other';
    return this.transloco.translate(`${key}.${form}`, { n, ...values }, this.current());
  };

  /** Words for a key made from data; `fallback` where there are none (an id that a newer server knows). */
  readonly of = (key: string, fallback: string, values?: Values): string => {
    const found = this.transloco.translate<string>(key, values ?? {}, this.current());
    return found === key || found === '' ? fallback : found;
  };

  /** Shows everything in the language from then on, and remembers it on this desk: a person chose it. */
  async choose(language: Language): Promise<void> {
    await this.show(language);
    localStorage.setItem(REMEMBERED, language);
  }

  /** Loads the language and shows everything in it from then on. */
  async show(language: Language): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    this.current.set(language);
    document.documentElement.lang = language;
  }

  /** The language last chosen on this desk, else the browser's. */
  preferred(): Language {
    const remembered = localStorage.getItem(REMEMBERED);
    if (remembered === 'zh-CN' || remembered === 'en') return remembered;
    return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  }
}

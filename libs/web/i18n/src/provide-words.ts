import {
  type EnvironmentProviders,
  Injectable,
  inject,
  isDevMode,
  makeEnvironmentProviders,
  provideAppInitializer,
} from '@angular/core';
import {
  type Translation as AnyTranslation,
  type TranslocoLoader,
  provideTransloco,
} from '@jsverse/transloco';
import { Words } from './words-service';

/** Loads a language's words as a chunk of its own. */
@Injectable({ providedIn: 'root' })
class ChunkLoader implements TranslocoLoader {
  getTranslation(language: string): Promise<AnyTranslation> {
    return language === 'en'
      ? import('./words/en').then((module) => module.en)
      : import('./words/zh-cn').then((module) => module.zhCn);
  }
}

/** Everything the words need; the first view waits for its language. */
export function provideWords(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideTransloco({
      config: {
        availableLangs: ['zh-CN', 'en'],
        defaultLang: 'zh-CN',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
        missingHandler: { logMissingKey: false },
      },
      loader: ChunkLoader,
    }),
    provideAppInitializer(() => {
      const words = inject(Words);
      return words.show(words.preferred());
    }),
  ]);
}

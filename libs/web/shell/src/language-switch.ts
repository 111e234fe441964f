import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { type Language } from '@earshot/contracts';
import { Words } from '@earshot/web/i18n';

/** The two languages, each by its own name, for pages before the login. */
@Component({
  selector: 'es-language-switch',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (language of languages; track language.id) {
      <button
        type="button"
        class="button plain small"
        [lang]="language.id"
        [attr.aria-pressed]="words.language() === language.id"
        (click)="choose(language.id)"
      >
        {{ language.name }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 0.25rem;
      margin-left: -0.5rem;
    }
    [aria-pressed='true'] {
      font-weight: 700;
    }
    [aria-pressed='false'] {
      color: var(--accent);
    }
  `,
})
export class LanguageSwitch {
  protected readonly words = inject(Words);
  protected readonly languages: readonly { id: Language; name: string }[] = [
    { id: 'zh-CN', name: '简体中文' },
    { id: 'en', name: 'English' },
  ];

  protected choose(language: Language): void {
    void this.words.choose(language);
  }
}

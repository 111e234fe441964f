import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { SessionStore } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Appearance, Modal } from '@earshot/web/ui';
import { type Command, fitting } from './commands';
import { PersonActs } from './person-acts';
import { workspaces } from './workspaces';

/** Everything the person can go to or do, by typing a few letters of it. */
@Component({
  selector: 'es-command-palette',
  imports: [Modal],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './command-palette.html',
  styleUrl: './command-palette.css',
})
export class CommandPalette {
  readonly open = input.required<boolean>();
  readonly closed = output();
  private readonly session = inject(SessionStore);
  private readonly router = inject(Router);
  private readonly acts = inject(PersonActs);
  private readonly appearance = inject(Appearance);
  protected readonly t = inject(Words).t;
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field');
  protected readonly typed = signal('');
  protected readonly chosen = linkedSignal({ source: this.typed, computation: () => 0 });

  private readonly commands = computed<Command[]>(() => [
    ...workspaces
      .filter((workspace) => workspace.may(this.session))
      .map((workspace) => ({
        id: workspace.path,
        label: this.t(workspace.label),
        run: () => void this.router.navigateByUrl(`/${workspace.path}`),
      })),
    { id: 'zh', label: '语言：简体中文', run: () => void this.acts.speak('zh-CN') },
    { id: 'en', label: 'Language: English', run: () => void this.acts.speak('en') },
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme-${theme}`,
      label: `${this.t('shell.menu.theme')}: ${this.t(themeWords[theme])}`,
      run: () => this.appearance.chooseTheme(theme),
    })),
    ...(['compact', 'comfortable'] as const).map((density) => ({
      id: `density-${density}`,
      label: `${this.t('shell.menu.density')}: ${this.t(`shell.menu.${density}`)}`,
      run: () => this.appearance.chooseDensity(density),
    })),
    ...(this.session.may('measures')
      ? [
          {
            id: 'wall',
            label: this.t('shell.menu.wall'),
            run: () => void this.router.navigateByUrl('/live?wall=1'),
          },
        ]
      : []),
    { id: 'log-out', label: this.t('shell.menu.logOut'), run: () => void this.acts.logOut() },
  ]);

  protected readonly shown = computed<Command[]>(() => {
    const typed = this.typed().trim();
    const found = fitting(this.commands(), typed);
    if (typed === '' || !this.session.may('conversations')) return found;
    const open: Command = {
      id: 'conversation',
      label: this.t('shell.palette.openConversation', { id: typed }),
      run: () => void this.router.navigate(['/conversations', typed]),
    };
    return [...found, open];
  });

  constructor() {
    effect(() => {
      if (!this.open()) return;
      this.typed.set('');
      queueMicrotask(() => this.field()?.nativeElement.focus());
    });
  }

  protected press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const last = this.shown().length - 1;
    if (event.key === 'ArrowDown') this.chosen.update((at) => Math.min(last, at + 1));
    else if (event.key === 'ArrowUp') this.chosen.update((at) => Math.max(0, at - 1));
    else if (event.key === 'Enter') this.run(this.shown()[this.chosen()]);
    else return;
    event.preventDefault();
  }

  protected run(command: Command | undefined): void {
    if (!command) return;
    this.closed.emit();
    command.run();
  }

  protected type(event: Event): void {
    this.typed.set((event.target as HTMLInputElement).value);
  }
}

const themeWords = {
  system: 'shell.menu.themeSystem',
  light: 'shell.menu.themeLight',
  dark: 'shell.menu.themeDark',
} as const;

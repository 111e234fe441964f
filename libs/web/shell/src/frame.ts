import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  inject,
  linkedSignal,
  signal,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, RouterOutlet } from '@angular/router';
import { OpenCriticals, SafetyStore, ServerReach, SessionStore } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Appearance, KeyMap, NoticeBar, Notices } from '@earshot/web/ui';
import { CommandPalette } from './command-palette';
import { CriticalAlarm } from './critical-alarm';
import { FreshPage } from './fresh-page';
import { KeysHelp } from './keys-help';
import { Rail } from './rail';
import { SessionEnded } from './session-ended';

/** The frame around every workspace. On a wall (`?wall=1`) only the workspace is left. */
@Component({
  selector: 'es-frame',
  imports: [CommandPalette, KeysHelp, NoticeBar, Rail, RouterOutlet, SessionEnded],
  providers: [CriticalAlarm],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <a class="skip" href="#es-content" (click)="toContent($event, content)">{{
      t('common.skipToContent')
    }}</a>
    @if (!appearance.wall()) {
      <es-rail (palette)="paletteOpen.set(true)" (keys)="keysOpen.set(true)" />
    }
    <div class="page">
      @if (session.ended()) {
        <div class="banner danger" role="alert">
          <strong>{{ t('shell.ended.title') }}</strong>
          <span>{{ t('shell.ended.text') }}</span>
          <button type="button" class="button small" (click)="isLoggingIn.set(true)">
            {{ t('shell.ended.logIn') }}
          </button>
        </div>
      }
      <main #content id="es-content" tabindex="-1"><router-outlet /></main>
    </div>
    <p class="visually-hidden" aria-live="assertive">{{ alarm.announcement() }}</p>
    <es-notice-bar />
    @defer (when session.ended()) {
      <es-session-ended
        [open]="isLoggingIn()"
        [email]="session.who()?.email ?? ''"
        (closed)="isLoggingIn.set(false)"
      />
    }
    <es-command-palette [open]="paletteOpen()" (closed)="paletteOpen.set(false)" />
    <es-keys-help [open]="keysOpen()" (closed)="keysOpen.set(false)" />
  `,
  styles: `
    :host {
      display: flex;
      height: 100vh;
    }
    .page {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-width: 0;
    }
    main {
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
    main:focus {
      outline: none;
    }
    .banner {
      border-radius: 0;
    }
    .skip {
      position: fixed;
      top: -4rem;
      left: 0.5rem;
      z-index: 50;
      padding: 0.5rem 0.75rem;
      background: var(--raised);
    }
    .skip:focus {
      top: 0.5rem;
    }
  `,
})
export class Frame {
  protected readonly session = inject(SessionStore);
  protected readonly appearance = inject(Appearance);
  protected readonly alarm = inject(CriticalAlarm);
  protected readonly router = inject(Router);
  protected readonly t = inject(Words).t;
  /** Asks at once: the note in the page lies behind whatever dialog is open. */
  protected readonly isLoggingIn = linkedSignal(() => this.session.ended());
  protected readonly paletteOpen = signal(false);
  protected readonly keysOpen = signal(false);
  private readonly query = toSignal(inject(ActivatedRoute).queryParamMap);

  constructor() {
    const destroyed = inject(DestroyRef);
    const page = inject(FreshPage);
    inject(Notices).follow(inject(ServerReach));
    effect(() => {
      if (this.session.isSomebodyElse()) page.open(this.router.url);
    });
    effect(() => this.appearance.showOnWall(this.query()?.get('wall') === '1'));
    if (this.session.may('flags')) destroyed.onDestroy(inject(OpenCriticals).watch());
    if (this.session.has('safety')) destroyed.onDestroy(inject(SafetyStore).watch());
    inject(KeyMap).bind({
      place: 'everywhere',
      bindings: [
        {
          keys: ['mod+k'],
          label: 'shell.keys.palette',
          act: () => this.paletteOpen.update((open) => !open),
          inModal: true,
        },
        { keys: ['?'], label: 'shell.keys.help', act: () => this.keysOpen.set(true) },
      ],
    });
  }

  protected toContent(event: Event, content: HTMLElement): void {
    event.preventDefault();
    content.focus();
  }
}

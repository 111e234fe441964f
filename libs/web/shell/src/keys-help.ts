import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Words } from '@earshot/web/i18n';
import { KeyHint, KeyMap, Modal } from '@earshot/web/ui';

/** Every key that acts on this page now. */
@Component({
  selector: 'es-keys-help',
  imports: [KeyHint, Modal],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-modal [title]="t('shell.keys.title')" [open]="open()" (closed)="closed.emit()">
      <div class="groups">
        @for (group of groups(); track group.place) {
          <section>
            <h3>{{ t(group.title) }}</h3>
            <dl>
              @for (binding of group.bindings; track $index) {
                <dt>
                  @for (key of binding.keys; track key) {
                    <es-key [name]="key" />
                  }
                </dt>
                <dd>{{ t(binding.label) }}</dd>
              }
            </dl>
          </section>
        }
      </div>
    </es-modal>
  `,
  styles: `
    .groups {
      display: grid;
      gap: 1rem;
      padding: 0.5rem 1rem 1rem;
    }
    h3 {
      margin-bottom: 0.4rem;
      color: var(--text-2);
      font-size: 0.8571rem;
      font-weight: 500;
    }
    dl {
      display: grid;
      grid-template-columns: 13.5rem 1fr;
      gap: 0.3rem 1rem;
    }
    dt {
      display: flex;
      flex-wrap: wrap;
      gap: 0.3rem;
    }
  `,
})
export class KeysHelp {
  readonly open = input.required<boolean>();
  readonly closed = output();
  private readonly keys = inject(KeyMap);
  protected readonly t = inject(Words).t;
  protected readonly groups = computed(() =>
    (['here', 'everywhere'] as const)
      .map((place) => ({
        place,
        title: `shell.keys.${place}` as const,
        bindings: this.keys
          .shown()
          .filter((group) => group.place === place)
          .flatMap((group) => group.bindings),
      }))
      .filter((group) => group.bindings.length > 0),
  );
}

import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import {
  type AbstractControl,
  type FormControl,
  ReactiveFormsModule,
  type ValidationErrors,
} from '@angular/forms';
import { reasonSchema } from '@earshot/contracts';
import { Words } from '@earshot/web/i18n';

/** What is wrong with what is written as a reason, by the server's own rule. */
export function saysWhy({ value }: AbstractControl): ValidationErrors | null {
  return isReason(value) ? null : { reason: true };
}

function isReason(text: unknown): boolean {
  return reasonSchema.safeParse(text).success;
}

let count = 0;

/** Why something is done to a flag, for whoever reads it in a year; says what to write while it says too little. */
@Component({
  selector: 'es-reason-field',
  imports: [ReactiveFormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label class="field">
      <span>{{ label() }}</span>
      <textarea
        class="input"
        rows="4"
        [formControl]="control()"
        [attr.aria-describedby]="id"
        [attr.aria-invalid]="isShort() ? 'true' : null"
      ></textarea>
    </label>
    <p [id]="id" class="small" [class.quiet]="!isShort()" [class.short]="isShort()" aria-live="polite">
      {{ t(isShort() ? 'safety.reasonShort' : 'safety.reasonHint') }}
    </p>
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.25rem;
    }
    .short {
      color: var(--warning);
    }
  `,
})
export class ReasonField {
  readonly label = input.required<string>();
  /** Checked by `saysWhy`. */
  readonly control = input.required<FormControl<string>>();
  protected readonly t = inject(Words).t;
  protected readonly id = `es-reason-${++count}`;

  private readonly written = signal('');
  /** Not while nothing is written: an empty field is no mistake yet. */
  protected readonly isShort = computed(() => this.written() !== '' && !isReason(this.written()));

  constructor() {
    effect((onCleanup) => {
      const control = this.control();
      this.written.set(control.value);
      const following = control.valueChanges.subscribe((text) => this.written.set(text));
      onCleanup(() => following.unsubscribe());
    });
  }
}

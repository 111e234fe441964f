import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

const paths = {
  live: 'M2 10h3.500l2-5 4 10 2-5H18',
  safety: 'M10 2.500 16 5v4.500c0 3.800-2.500 6.500-6 8-3.500-1.500-6-4.200-6-8V5zM10 6.500v4M10 13v.500',
  review:
    'M3.500 5l1.200 1.200L7 4M3.500 10.200l1.200 1.200L7 9.200M3.500 15.400l1.200 1.200L7 14.400M10 5.200h7M10 10.400h7M10 15.600h7',
  conversations: 'M3 4h14v9H9l-4 3.500V13H3z',
  intake: 'M10 2.500V11M6.500 8 10 11.500 13.500 8M3 12v4.500h14V12',
  search: 'M8.500 3a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M12.800 12.800 17 17',
  person:
    'M10 3a3.200 3.200 0 1 0 0 6.400A3.200 3.200 0 0 0 10 3M3.500 17c.6-3.600 3.200-5.300 6.500-5.300s5.900 1.700 6.500 5.300',
  cross: 'M5 5l10 10M15 5 5 15',
  sound:
    'M3.500 8v4h3L10.500 15V5L6.500 8zM13.500 7.500c1.300 1.500 1.300 3.500 0 5M15.500 5.500c2.500 2.600 2.500 6.400 0 9',
  muted: 'M3.500 8v4h3L10.500 15V5L6.500 8zM13.500 8l4 4M17.500 8l-4 4',
  warning: 'M10 3 18 16.500H2zM10 8v4M10 14v.500',
  info: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15M10 9v5M10 6v.500',
  down: 'M5 7.500 10 12.500 15 7.500',
  right: 'M7.500 5 12.500 10 7.500 15',
  keys: 'M2.500 5.500h15v9h-15zM5.500 8.500h.5M8.500 8.500H9M11.500 8.500h.5M14.500 8.500h.5M6 11.500h8',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside a word; never alone, so it is hidden from readers of the screen. */
@Component({
  selector: 'es-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path [attr.d]="path()" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    svg {
      width: 1.25em;
      height: 1.25em;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => paths[this.name()]);
}

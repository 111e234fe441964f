import { Injectable, effect, signal } from '@angular/core';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'comfortable';

const THEME = 'earshot.theme';
const DENSITY = 'earshot.density';

/** How the interface looks on this desk: kept in the browser, not in the account. */
@Injectable({ providedIn: 'root' })
export class Appearance {
  private readonly currentTheme = signal<Theme>(remembered(THEME, ['light', 'dark']) ?? 'system');
  private readonly currentDensity = signal<Density>(remembered(DENSITY, ['comfortable']) ?? 'compact');
  private readonly isWall = signal(false);

  readonly theme = this.currentTheme.asReadonly();
  readonly density = this.currentDensity.asReadonly();
  /** Whether the page is shown on a wall: dark, large, without frame. */
  readonly wall = this.isWall.asReadonly();

  constructor() {
    effect(() => {
      const root = document.documentElement;
      mark(root, 'data-theme', this.currentTheme() === 'system' ? null : this.currentTheme());
      mark(root, 'data-density', this.currentDensity());
      mark(root, 'data-wall', this.isWall() ? '' : null);
    });
  }

  chooseTheme(theme: Theme): void {
    this.currentTheme.set(theme);
    localStorage.setItem(THEME, theme);
  }

  chooseDensity(density: Density): void {
    this.currentDensity.set(density);
    localStorage.setItem(DENSITY, density);
  }

  showOnWall(wall: boolean): void {
    this.isWall.set(wall);
  }
}

function remembered<T extends string>(key: string, allowed: readonly T[]): T | null {
  return allowed.find((value) => value === localStorage.getItem(key)) ?? null;
}

function mark(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

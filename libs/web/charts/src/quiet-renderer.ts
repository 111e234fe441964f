import { Injectable, type Renderer2, RendererFactory2, type RendererType2, inject } from '@angular/core';

/** Names of animations in templates begin with it. */
const ANIMATION = '@';

/**
 * Renders components whose templates name animations, without animating: what is bound to an animation is passed
 * over, everything else goes to the browser's own renderer. ngx-charts needs it, because its templates name
 * animations even when they are switched off, and a whole animations engine would be a heavy and by Angular
 * deprecated way to do nothing.
 */
@Injectable()
export class QuietRendererFactory implements RendererFactory2 {
  private readonly browser = inject(RendererFactory2, { skipSelf: true });

  createRenderer(host: unknown, type: RendererType2 | null): Renderer2 {
    const renderer = this.browser.createRenderer(host, type);
    const quiet: Renderer2 = Object.create(renderer) as Renderer2;
    quiet.setProperty = (element: unknown, name: string, value: unknown) => {
      if (!name.startsWith(ANIMATION)) renderer.setProperty(element, name, value);
    };
    quiet.listen = (target, event, callback, options) =>
      event.startsWith(ANIMATION) ? () => undefined : renderer.listen(target, event, callback, options);
    return quiet;
  }

  begin(): void {
    this.browser.begin?.();
  }

  end(): void {
    this.browser.end?.();
  }
}

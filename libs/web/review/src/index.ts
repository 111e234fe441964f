import { ChangeDetectionStrategy, Component } from '@angular/core';
@Component({ selector: 'es-review-page', changeDetection: ChangeDetectionStrategy.OnPush, template: 'review' })
export class ReviewPage {}

export { publishDefaultScorecard, ReviewModule } from './review.module';
export { notesContext } from './save-scores';

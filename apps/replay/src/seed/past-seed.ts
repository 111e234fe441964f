/** Seed of the demo's past: ids of its conversations begin with `c-past-`. */
export const pastSeed = 'past';

export { covers, isOfBrand, mayRead, reads, readersOf, type Read, type Scope } from './scope';

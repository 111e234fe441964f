export { AccessGuard } from './access.guard';
export { Allow, allowKey, RequestId, Viewer, type Allowed } from './allow';
export { AppError, isAppError, problem, type ProblemDetail } from './app-error';
export { isCrossSite, originCheck, requestId, type RequestOrigin } from './middleware';
export { asProblem, problemBody, ProblemFilter, sendProblem, type ProblemLog } from './problem.filter';
export { problemTable } from './problem-table';
export { SessionReader, type AppRequest, type RequestViewer } from './request';
export { bodyOf, jsonPointer, queryOf } from './zod.pipe';

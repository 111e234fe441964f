import { type NextFunction, type Request, type Response } from 'express';
import { Histogram, register } from 'prom-client';

const name = 'earshot_http_seconds';

/** Counts and times every answer by method, route pattern (never the path: ids do not belong in labels) and status. */
export function httpMetrics(request: Request, response: Response, next: NextFunction): void {
  const histogram =
    (register.getSingleMetric(name) as Histogram<'method' | 'route' | 'status'> | undefined) ??
    new Histogram({
      name,
      help: 'Seconds from request to answer.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    });
  const end = histogram.startTimer();
  response.on('finish', () => {
    const { path } = (request.route ?? {}) as { path?: string };
    end({ method: request.method, route: path ?? 'static', status: String(response.statusCode) });
  });
  next();
}

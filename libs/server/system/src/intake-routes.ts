import {
  intakeAnswerSchema,
  intakeStatusSchema,
  rejectedEventDetailSchema,
  rejectedPage,
  rejectedQuery,
  resubmitAnswerSchema,
  resubmitSchema,
} from '@earshot/contracts';
import { z } from 'zod';
import { eventEnvelope } from './event-schemas';
import { type Route } from './route';

/** Events in, and what became of them. */
export const intake: readonly Route[] = [
  {
    method: 'post',
    path: '/api/v1/events',
    tag: 'intake',
    summary: 'Send one CloudEvent or a batch, up to 16 MB. Answered after the commit.',
    access: 'intake-key',
    body: z.union([eventEnvelope, z.array(eventEnvelope)]),
    bodyTypes: ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'],
    status: 202,
    answer: intakeAnswerSchema,
    problems: [
      'malformed-json',
      'not-an-event',
      'body-too-large',
      'intake-key-missing',
      'intake-key-unknown',
      'throttled',
    ],
  },
  {
    method: 'get',
    path: '/api/v1/intake/status',
    tag: 'intake',
    summary: 'Partitions with their lag, rejections by code, the last event by vendor.',
    access: 'session',
    status: 200,
    answer: intakeStatusSchema,
  },
  {
    method: 'get',
    path: '/api/v1/intake/rejected',
    tag: 'intake',
    summary: 'Events that could not be taken, newest first, masked.',
    access: 'session',
    query: rejectedQuery,
    status: 200,
    answer: rejectedPage,
  },
  {
    method: 'get',
    path: '/api/v1/intake/rejected/{id}',
    tag: 'intake',
    summary: 'One of them with the fields that can be mended.',
    access: 'session',
    status: 200,
    answer: rejectedEventDetailSchema,
    problems: ['not-found'],
  },
  {
    method: 'post',
    path: '/api/v1/intake/rejected/{id}/resubmit',
    tag: 'intake',
    summary: 'Mend it field by field, or whole, and send it in again.',
    access: 'session',
    body: resubmitSchema,
    status: 200,
    answer: resubmitAnswerSchema,
    problems: ['not-found', 'conflict'],
  },
  {
    method: 'post',
    path: '/api/v1/intake/rejected/{id}/dismiss',
    tag: 'intake',
    summary: 'Put it aside: it stays rejected, and kept.',
    access: 'session',
    status: 204,
    problems: ['not-found', 'conflict'],
  },
  {
    method: 'post',
    path: '/api/v1/intake/rejected/{id}/reopen',
    tag: 'intake',
    summary: 'Take up again what was put aside.',
    access: 'session',
    status: 204,
    problems: ['not-found', 'conflict'],
  },
];

const readiness = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string(), required: z.boolean() })),
});

/** For whoever runs it. */
export const operation: readonly Route[] = [
  {
    method: 'get',
    path: '/health/live',
    tag: 'operation',
    summary: 'Does the process live.',
    access: 'none',
    status: 200,
    answer: z.object({ live: z.literal(true) }),
  },
  {
    method: 'get',
    path: '/health/ready',
    tag: 'operation',
    summary: 'Is it of use: 200, else 503 with the same body.',
    access: 'none',
    status: 200,
    answer: readiness,
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'operation',
    summary: 'Prometheus text format.',
    access: 'none',
    status: 200,
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    tag: 'operation',
    summary: 'This document.',
    access: 'none',
    status: 200,
    answer: z.object({ openapi: z.string() }).loose(),
  },
];

/** The interface in OpenAPI 3.1, out of the same schemas that check it. */
import { z } from 'zod';
import {
  batchSchema,
  enrolAnswerSchema,
  enrolRequestSchema,
  healthSchema,
  problemSchema,
  pullAnswerSchema,
  pushAnswerSchema,
} from '#core/wire/protocol.ts';
import { historyAnswerSchema } from '../sync/history.ts';

const clockSchema = z.object({ now: z.iso.datetime() });

export function openApi(version: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Pendamping hub', version },
    components: {
      securitySchemes: { device: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: shape(problemSchema) },
    },
    paths: {
      '/health': { get: operation('Is the hub there, and of which version', healthSchema) },
      '/v1/clock': { get: operation('The time of the hub', clockSchema) },
      '/v1/enrol': { post: operation('Enrol a device by code or password', enrolAnswerSchema, enrolRequestSchema) },
      '/v1/sync/push': {
        post: { ...operation('Send a batch of registers', pushAnswerSchema, batchSchema), security: [{ device: [] }] },
      },
      '/v1/sync/pull': {
        get: {
          ...operation('Registers that changed after a sequence number', pullAnswerSchema),
          parameters: [number('after', 'query'), number('limit', 'query')],
          security: [{ device: [] }],
        },
      },
      '/v1/history/{collection}/{id}': {
        get: {
          ...operation('The accepted changes of one record', historyAnswerSchema),
          parameters: [name('collection'), name('id')],
          security: [{ device: [] }],
        },
      },
    },
  };
}

function operation(summary: string, answer: z.ZodType, request?: z.ZodType) {
  return {
    summary,
    ...(request
      ? { requestBody: { required: true, content: { 'application/json': { schema: shape(request) } } } }
      : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: shape(answer) } } },
      default: {
        description: 'Refused; see `code`',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function shape(schema: z.ZodType) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

const number = (title: string, where: string) => ({ name: title, in: where, schema: { type: 'integer' } });
const name = (title: string) => ({ name: title, in: 'path', required: true, schema: { type: 'string' } });
